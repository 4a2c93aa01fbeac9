using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Processes;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Pods;

/// <summary>The one sandbox of a pod: the runtime container, which the cluster has started and whose launcher waits to be told what to become.</summary>
internal sealed class PodFactory(AgentOptions options, DescriptorLoop loop, RuntimeStatus status, TimeProvider time) : ISandboxFactory
{
    private readonly Lock _gate = new();
    private Task<PodSandbox>? _opening;
    private int _started;

    public string Isolation => "pod";

    public bool HasRoom => Volatile.Read(ref _started) == 0;

    public bool Has(SandboxKind kind) => true;

    /// <summary>Waits for the runtime container, whose image may have to be fetched first.</summary>
    /// <exception cref="IOException">The volume cannot be used.</exception>
    public Task<PodSandbox> OpenAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return (_opening ??= OpenAsync()).WaitAsync(cancellationToken);
    }

    public async Task<ISandbox> StartAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0) throw new SandboxException("The pod's runtime has been used.");
        try
        {
            var sandbox = await OpenAsync(cancellationToken);
            if (request.Kind != SandboxKind.Launcher) await sandbox.ExecuteAsync(BecomeScript(sandbox, request));
            return sandbox;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            if (e is OperationCanceledException) throw;
            throw new SandboxException($"The pod's runtime cannot be reached: {e.Message}", e);
        }
    }

    private async Task<PodSandbox> OpenAsync()
    {
        var sandbox = new PodSandbox(WarmProcesses.KindOf(options.Pod!.Set)!.Value, new PodFolders(options.DataDir), status, time);
        await sandbox.OpenAsync(loop);
        return sandbox;
    }

    // The image knows its bootstrap; what the agent knows goes with it.
    public string BecomeScript(ISandbox sandbox, SandboxRequest request)
    {
        var java = request.Kind == SandboxKind.Java ? $"SCF_JAVA_OPTIONS={ShellText.Quote(string.Join(' ', JavaMachine.Options(request.MemoryMb)))}; " : "";
        return $"{java}eval \"exec $SCF_BOOTSTRAP {SandboxPaths.AgentSocket} </dev/null\"\n";
    }

    public Task RemoveAsync() => Task.CompletedTask;
}
