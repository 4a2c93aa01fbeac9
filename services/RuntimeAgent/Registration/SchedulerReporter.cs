using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Pods;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.RuntimeAgent.WarmPool;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.RuntimeAgent.Registration;

/// <summary>
/// Keeps one stream to the Scheduler: everything on connecting, then what changes, then at least a heartbeat; and does what the Scheduler
/// directs. A stream that breaks is opened again.
/// </summary>
internal sealed partial class SchedulerReporter(
    AgentOptions options,
    AgentIdentity identity,
    AgentRegistry.AgentRegistryClient registry,
    InstanceTable instances,
    WarmProcesses warm,
    VersionPreparer versions,
    ISandboxFactory sandboxes,
    RuntimeStatus runtime,
    TimeProvider time,
    ILogger<SchedulerReporter> log,
    PodIdentity? pod = null) : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    // The first change is told at once, those that follow on its heels together: a burst of starts is answered to who asked for them, and costs few reports.
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(20);

    private readonly PendingChanges _pending = new();
    private volatile bool _connected;

    /// <summary>The Scheduler has been told of this agent and listens.</summary>
    public bool IsConnected => _connected;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        instances.Changed += _pending.Add;
        warm.Changed += _pending.Wake;
        var retry = FirstRetry;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReportAsync(stoppingToken);
                retry = FirstRetry;
            }
            catch (RpcException e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroken(e.Status.Detail);
                if (_connected) retry = FirstRetry;
            }
            catch (Exception e) when (stoppingToken.IsCancellationRequested && e is RpcException or OperationCanceledException)
            {
                return;
            }

            _connected = false;
            try
            {
                await Task.Delay(retry, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
        }
    }

    private async Task ReportAsync(CancellationToken stoppingToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var stream = registry.Report(cancellationToken: ended.Token);
        _pending.RequestComplete();
        var directives = ReadDirectivesAsync(stream.ResponseStream, ended.Token);
        try
        {
            while (!directives.IsCompleted)
            {
                var (complete, changes) = _pending.Take();
                await stream.RequestStream.WriteAsync(Report(complete, changes), ended.Token);
                _connected = true;
                await Task.Delay(BetweenReports, time, ended.Token);
                await _pending.WaitAsync(options.HeartbeatInterval, directives, time, ended.Token);
            }

            await directives;
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private AgentReport Report(bool complete, IReadOnlyCollection<InstanceState> changes)
    {
        var report = new AgentReport
        {
            AgentId = identity.AgentId,
            Epoch = identity.Epoch,
            Pool = options.Pool,
            ControlUrl = options.ControlUrl,
            Link = options.Link,
            Isolation = sandboxes.Isolation,
            MemoryCapacityMb = options.MemoryCapacityMb,
            InstanceCapacity = options.InstanceCapacity,
            Complete = complete,
            Group = options.Pod?.Group ?? "",
        };
        report.Instances.Add(complete ? instances.States : changes);
        report.Warm.Add(warm.States());
        return report;
    }

    private async Task ReadDirectivesAsync(IAsyncStreamReader<AgentDirective> directives, CancellationToken cancellationToken)
    {
        while (await directives.MoveNext(cancellationToken))
        {
            switch (directives.Current.KindCase)
            {
                case AgentDirective.KindOneofCase.WarmTargets:
                    warm.SetTargets(new Dictionary<string, int>(directives.Current.WarmTargets.Targets, StringComparer.OrdinalIgnoreCase));
                    break;
                case AgentDirective.KindOneofCase.PrepareVersions:
                    foreach (var specId in directives.Current.PrepareVersions.SpecIds) versions.Add(specId);
                    break;
                case AgentDirective.KindOneofCase.Identity:
                    pod?.Renew(directives.Current.Identity.ExpiresUnixS, directives.Current.Identity.Key);
                    break;
                case AgentDirective.KindOneofCase.RuntimeEnded:
                    runtime.Ended(directives.Current.RuntimeEnded);
                    break;
                case AgentDirective.KindOneofCase.ReportAll:
                    _pending.RequestComplete();
                    break;
            }
        }
    }
}
