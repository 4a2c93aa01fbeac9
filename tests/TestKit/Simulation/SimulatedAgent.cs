using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.TestKit.Simulation;

/// <summary>An agent without sandboxes: serves control, link and reports, and does with starts and calls what the test says.</summary>
public sealed class SimulatedAgent : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<ulong, InstanceState> _instances = new();
    private readonly ConcurrentQueue<InstanceState> _over = new();
    private readonly CancellationTokenSource _ended = new();
    private WebApplication? _control;

    public const string Key = "0123456789abcdef0123456789abcdef";

    public string AgentId { get; init; } = $"agent-{Guid.NewGuid().ToString("N")[..6]}";

    public long Epoch { get; init; } = 1;

    public long MemoryMb { get; init; } = 4_096;

    public string Pool { get; init; } = "local";

    /// <summary>Of a pod: its warm key.</summary>
    public string Group { get; init; } = "";

    public int InstanceCapacity { get; init; } = 100;

    /// <summary>The warm set of which one process is ready until an instance starts; empty for none.</summary>
    public string WarmSet { get; init; } = "";

    /// <summary>Of a pod: what it shows in place of the installation's key.</summary>
    public PodIdentity? Identity { get; init; }

    public uint Window { get; init; } = 256 * 1024;

    /// <summary>Whether a link made from now on grants credit for the DATA that it takes.</summary>
    public bool GrantsCredit { get; set; } = true;

    public string LinkAddress => $"unix:{_folder.Combine("link")}";

    public string ControlUrl => _control!.Urls.First();

    public ConcurrentQueue<StartInstanceRequest> Starts { get; } = new();

    public ConcurrentQueue<StopInstanceRequest> Stops { get; } = new();

    public ConcurrentQueue<SimulatedLink> Links { get; } = new();

    public ConcurrentQueue<AgentDirective> Directives { get; } = new();

    public IReadOnlyCollection<ulong> Instances => [.. _instances.Keys];

    /// <summary>Answers a start; success unless set.</summary>
    public Func<StartInstanceRequest, Task<StartInstanceResponse>> OnStart { get; set; } =
        _ => Task.FromResult(new StartInstanceResponse { Started = new InstanceStarted { ColdStart = new ColdStart { TotalUs = 1_000 } } });

    /// <summary>Answers a call; echoes the event unless set.</summary>
    public Func<SimulatedCall, Task> OnCall { get; set; } = call =>
    {
        call.Link.Answer(call.CallId, call.Body, new OutcomeFrame { StatusCode = 200, DurationMicroseconds = 1_000, BilledMilliseconds = 1, SpoolSequence = 1 });
        return Task.CompletedTask;
    };

    public async Task StartAsync()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_folder.Combine("link")));
        _listener.Listen();
        _ = AcceptAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _control = builder.Build();
        _control.MapGrpcService<ControlService>();
        await _control.StartAsync();
    }

    /// <summary>Reports to a Scheduler until disposed or cancelled, again after each loss.</summary>
    public async Task ReportToAsync(string schedulerUrl, CancellationToken cancellationToken = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
        using var channel = GrpcChannel.ForAddress(schedulerUrl);
        var client = new AgentRegistry.AgentRegistryClient(channel.Intercept(Identity is null ? new InternalKeyClientInterceptor(new InternalKey(Key)) : new PodIdentityInterceptor(Identity)));
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await ReportAsync(client, ended.Token);
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException or InvalidOperationException)
            {
                if (ended.IsCancellationRequested) return;
            }

            await Task.Delay(50, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        foreach (var link in Links) link.Break();
        if (_control is not null) await _control.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ReportAsync(AgentRegistry.AgentRegistryClient client, CancellationToken cancellationToken)
    {
        using var call = client.Report(cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(Report(complete: true), cancellationToken);
        var complete = false;
        var directing = Task.Run(async () =>
        {
            await foreach (var directive in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                Directives.Enqueue(directive);
                if (directive.KindCase == AgentDirective.KindOneofCase.ReportAll) complete = true;
            }
        }, cancellationToken);
        while (!directing.IsCompleted)
        {
            await Task.WhenAny(directing, Task.Delay(200, cancellationToken));
            await call.RequestStream.WriteAsync(Report(complete), cancellationToken);
            complete = false;
        }

        await directing;
    }

    private AgentReport Report(bool complete)
    {
        var report = new AgentReport
        {
            AgentId = AgentId, Epoch = Epoch, Pool = Pool, Group = Group, ControlUrl = ControlUrl, Link = LinkAddress, Isolation = "none",
            MemoryCapacityMb = MemoryMb, InstanceCapacity = InstanceCapacity, Complete = complete,
        };
        if (complete) report.Instances.Add(_instances.Values);
        while (_over.TryDequeue(out var over)) report.Instances.Add(over);
        if (WarmSet.Length > 0) report.Warm.Add(new WarmState { Runtime = WarmSet, Ready = Starts.IsEmpty ? 1 : 0 });
        return report;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var link = new SimulatedLink(await _listener.AcceptAsync(_ended.Token), Encoding.UTF8.GetBytes(Key), AgentId, (ulong)Epoch, Window, GrantsCredit, call => OnCall(call));
                Links.Enqueue(link);
                _ = link.RunAsync();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            return;
        }
    }

    private sealed class ControlService(SimulatedAgent agent) : Agent.AgentBase
    {
        public override async Task Command(IAsyncStreamReader<AgentCommands> requestStream, IServerStreamWriter<AgentAnswers> responseStream, ServerCallContext context)
        {
            using var writing = new SemaphoreSlim(1);
            List<Task> begun = [];
            try
            {
                while (await requestStream.MoveNext(context.CancellationToken))
                {
                    begun.AddRange(requestStream.Current.Starts.Select(async request =>
                        await AnswerAsync(new AgentAnswers { Starts = { new StartAnswer { InstanceId = request.InstanceId, Response = await StartAsync(request) } } })));
                    begun.AddRange(requestStream.Current.Stops.Select(async request =>
                    {
                        Stop(request);
                        await AnswerAsync(new AgentAnswers { Stopped = { request.InstanceId } });
                    }));
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The Scheduler is gone; what it asked for is done.
            }

            await Task.WhenAll(begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            async Task AnswerAsync(AgentAnswers answers)
            {
                await writing.WaitAsync(context.CancellationToken);
                try
                {
                    await responseStream.WriteAsync(answers, context.CancellationToken);
                }
                finally
                {
                    writing.Release();
                }
            }
        }

        private async Task<StartInstanceResponse> StartAsync(StartInstanceRequest request)
        {
            agent.Starts.Enqueue(request);
            var answer = await agent.OnStart(request);
            if (answer.OutcomeCase == StartInstanceResponse.OutcomeOneofCase.Started)
            {
                agent._instances[request.InstanceId] = new InstanceState
                {
                    InstanceId = request.InstanceId, SpecId = request.SpecId, Phase = InstancePhase.Ready, MemoryMb = request.MemoryMb, Concurrency = 1,
                };
            }

            return answer;
        }

        private void Stop(StopInstanceRequest request)
        {
            agent.Stops.Enqueue(request);
            if (agent._instances.TryRemove(request.InstanceId, out var instance)) agent._over.Enqueue(new InstanceState(instance) { Phase = InstancePhase.Ended });
        }
    }
}
