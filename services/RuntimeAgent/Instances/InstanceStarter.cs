using System.Net.Sockets;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Packages;
using ScfAspire.RuntimeAgent.Runtimes;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>Makes instances: claims a generic process and fetches the code at the same time, makes the code visible, sets the limits, loads.</summary>
internal sealed partial class InstanceStarter(
    AgentOptions options,
    ISpecSource specs,
    PackageCache packages,
    WarmProcesses warm,
    StartsUnderWay underWay,
    RuntimeFactory runtimes,
    InstanceTable table,
    InstanceServices services,
    ILogger<InstanceStarter> log)
{
    private readonly Lock _gate = new();
    private long _reservedMb;
    private int _reserved;

    public async Task<StartInstanceResponse> StartAsync(StartInstanceRequest request, CancellationToken cancellationToken)
    {
        var story = new InitStory();
        if (!TryReserve(request.MemoryMb)) return Failed(story, ScfStatus.NoCapacity, "This machine has no room for another instance of this size.", shortage: true);
        var entered = false;
        var served = false;
        underWay.Begin();
        try
        {
            var (spec, code) = await specs.GetAsync(request.SpecId, cancellationToken);
            table.Starting(request.InstanceId, spec);
            entered = true;
            // The table counts it from here on: counted twice, starts under way would take the room of others.
            Release(request.MemoryMb);
            var response = await StartAsync(request.InstanceId, spec, code, story, cancellationToken);
            served = response.Started is not null;
            if (response.Failed is { } failed) table.Remove(request.InstanceId, failed.StatusCode, failed.Message);
            return response;
        }
        catch (Exception e) when (e is PackageException or SandboxException or IOException or SocketException)
        {
            var status = e is PackageException package ? package.StatusCode : ScfStatus.Internal;
            LogFailed(request.InstanceId, request.SpecId, e.Message);
            if (entered) table.Remove(request.InstanceId, status, e.Message);
            return Failed(story, status, e.Message);
        }
        catch (Exception e)
        {
            if (entered) table.Remove(request.InstanceId, e is OperationCanceledException ? 0 : ScfStatus.Internal, e is OperationCanceledException ? "The start was given up." : e.Message);
            throw;
        }
        finally
        {
            if (!entered) Release(request.MemoryMb);
            underWay.End(served);
        }
    }

    private async Task<StartInstanceResponse> StartAsync(ulong id, InstanceSpec spec, ReadOnlyMemory<byte> code, InitStory story, CancellationToken cancellationToken)
    {
        var begin = services.Time.GetTimestamp();
        var key = WarmProcesses.KeyOf(spec);
        if (!warm.Has(key)) return Failed(story, ScfStatus.HandlerNotFound, $"This machine has nothing that runs {spec.Runtime}.");
        var claim = warm.ClaimAsync(key, spec.PublicNet, cancellationToken);
        long pullCode, initRuntime;
        GenericProcess process;
        bool wasWarm;
        List<string> unpacked;
        try
        {
            (unpacked, pullCode) = await PullAsync(spec, code, cancellationToken);
        }
        catch
        {
            await DiscardAsync(claim);
            throw;
        }

        (process, wasWarm) = await claim;
        initRuntime = Microseconds(begin);
        var keep = false;
        try
        {
            if (process.HasUplink && !spec.PublicNet) await process.Sandbox.DisconnectAsync();
            for (var i = 1; i < unpacked.Count; i++) PackageCache.Link(unpacked[i], process.Sandbox.LayerFolder);
            PackageCache.Link(unpacked[0], process.Sandbox.CodeFolder);
            process.Sandbox.Limit(spec.MemoryMb);
            var loading = services.Time.GetTimestamp();
            var runtime = runtimes.Create(process, spec);
            var instance = new Instance(id, spec, process.Sandbox, runtime, story, services);
            if (await LoadAsync(instance, process.Sandbox, runtime, spec, story, cancellationToken) is { } failure)
            {
                await instance.DisposeAsync();
                keep = true;
                return failure;
            }

            story.ColdStart = new ColdStart
            {
                TotalUs = Microseconds(begin),
                PullCodeUs = pullCode,
                InitRuntimeUs = initRuntime,
                InitFunctionUs = Microseconds(loading),
                WarmProcess = wasWarm,
            };
            keep = true;
            Open(instance);
            services.Telemetry.Started(key, story.ColdStart);
            return new StartInstanceResponse { Started = new InstanceStarted { ColdStart = story.ColdStart } };
        }
        finally
        {
            if (!keep) await process.DisposeAsync();
        }
    }

    private void Open(Instance instance)
    {
        table.Add(instance);
        instance.Open();
        _ = RemoveWhenEndedAsync(instance);
    }

    private async Task RemoveWhenEndedAsync(Instance instance)
    {
        var end = await instance.Ended;
        table.Close(instance.Id);
        try
        {
            // A stop that was asked for lets running calls finish first, and removes the instance itself.
            if (end.StatusCode != 0) await instance.DisposeAsync();
            await instance.Removed;
        }
        catch (IOException e)
        {
            LogRemovalFailed(e, instance.Id);
        }

        table.Remove(instance.Id, end.StatusCode, end.Message);
    }

    private async Task<StartInstanceResponse?> LoadAsync(
        Instance instance, ISandbox sandbox, IFunctionRuntime runtime, InstanceSpec spec, InitStory story, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = services.Time.CreateTimer(_ => limit.Cancel(), null, TimeSpan.FromMilliseconds(spec.InitTimeoutMs), Timeout.InfiniteTimeSpan);
        sandbox.SetOutput(instance.AppendOutput);
        RuntimeReply? reply;
        try
        {
            reply = await runtime.LoadAsync(spec, instance.AppendOutput, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await sandbox.KillAsync();
            await sandbox.OutputEnded;
            var seconds = spec.InitTimeoutMs / 1000.0;
            return Failed(story, runtime.InitTimeOutStatus, runtime.InitTimeOutStatus == ScfStatus.PortBindingFailed
                ? FormattableString.Invariant($"Nothing listens on port 9000 after {seconds:0.###} seconds")
                : FormattableString.Invariant($"Initialisation timed out after {seconds:0.###} seconds"));
        }

        if (reply is not { } failure) return null;
        if (failure.Kind == ReplyKind.Failure)
        {
            sandbox.DrainOutput();
            return Failed(story, failure.StatusCode, failure.ErrorMessage, stackTrace: failure.StackTrace);
        }

        var end = await EndOfLostAsync(sandbox);
        await sandbox.OutputEnded;
        var (status, message) = end.OutOfMemory
            ? CallFailure.ForExit(end, spec.MemoryMb)
            : (runtime.InitExitStatus(end.Status), $"The process ended while it was initialised: {end.Status}");
        return Failed(story, status, message);
    }

    private async Task<SandboxEnd> EndOfLostAsync(ISandbox sandbox)
    {
        try
        {
            return await sandbox.Ended.WaitAsync(Instance.ExitGrace, services.Time);
        }
        catch (TimeoutException)
        {
            return await sandbox.KillAsync();
        }
    }

    private async Task<(List<string> Folders, long Microseconds)> PullAsync(InstanceSpec spec, ReadOnlyMemory<byte> code, CancellationToken cancellationToken)
    {
        var begin = services.Time.GetTimestamp();
        List<string> wanted = [spec.CodeSha256, .. spec.LayerSha256];
        var had = wanted.TrueForAll(packages.Has);
        List<string> folders = [await packages.EnsureAsync(spec.CodeSha256, code, cancellationToken)];
        foreach (var sha256 in spec.LayerSha256) folders.Add(await packages.EnsureAsync(sha256, cancellationToken));
        return (folders, had ? 0 : Microseconds(begin));
    }

    private static async Task DiscardAsync(Task<(GenericProcess Process, bool Warm)> claim)
    {
        try
        {
            var (process, _) = await claim;
            await process.DisposeAsync();
        }
        catch (Exception e) when (e is SandboxException or OperationCanceledException)
        {
            // There is nothing to discard then.
        }
    }

    private bool TryReserve(int memoryMb)
    {
        lock (_gate)
        {
            if (table.MemoryMb + _reservedMb + memoryMb > options.MemoryCapacityMb || table.Count + _reserved >= options.InstanceCapacity) return false;
            _reservedMb += memoryMb;
            _reserved++;
            return true;
        }
    }

    private void Release(int memoryMb)
    {
        lock (_gate)
        {
            _reservedMb -= memoryMb;
            _reserved--;
        }
    }

    private long Microseconds(long since) => (long)services.Time.GetElapsedTime(since).TotalMicroseconds;

    private static StartInstanceResponse Failed(InitStory story, int status, string message, bool shortage = false, string stackTrace = "") => new()
    {
        Failed = new InstanceFailed
        {
            StatusCode = status,
            Message = stackTrace.Length > 0 ? stackTrace : message,
            InitLog = story.Output,
            ErrorJson = Encoding.UTF8.GetString(ErrorObject.Write(status, message, stackTrace, requestId: null).Span),
            Shortage = shortage,
        },
    };
}
