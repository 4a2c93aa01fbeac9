using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Runtimes;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.Transport.Frames;

namespace ScfAspire.RuntimeAgent.WarmPool;

/// <summary>
/// Ready generic processes per runtime, as many as the Scheduler asks for. Each is claimed once and never comes back; a claim or a death is
/// followed by a refill, one process at a time and once the starts under way are over, so that it does not compete with what was claimed.
/// Where a set is empty, a waiting shell becomes its process: the sandbox is there, only the interpreter has to start.
/// </summary>
internal sealed partial class WarmProcesses : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>Processes of claims that start at once. All of a burst at once would be ready together at its end, or not in time; in turn, most are ready early.</summary>
    public static readonly int MostAtOnce = 2 * Math.Max(2, Environment.ProcessorCount);

    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(250);

    private const string Shells = Core.Runtimes.WarmSets.Program;

    private readonly ISandboxFactory _factory;
    private readonly FrameConnections _connections;
    private readonly StartsUnderWay _starts;
    private readonly TimeProvider _time;
    private readonly ILogger<WarmProcesses> _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WarmSet> _sets = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _turns = new(MostAtOnce);
    private readonly Task _refilling;
    private bool _disposed;

    public WarmProcesses(ISandboxFactory factory, FrameConnections connections, StartsUnderWay starts, TimeProvider time, ILogger<WarmProcesses> log)
    {
        _factory = factory;
        _connections = connections;
        _starts = starts;
        _time = time;
        _log = log;
        _refilling = Task.Run(RefillAsync);
    }

    /// <summary>The counts have changed.</summary>
    public event Action? Changed;

    /// <summary>The warm set that serves a function.</summary>
    public static string KeyOf(InstanceSpec spec) => Core.Runtimes.WarmSets.Of(spec.Runtime, spec.MemoryMb, ownProgram: spec.Type == FunctionType.Http);

    /// <summary>Null for a runtime that this agent cannot run.</summary>
    public static SandboxKind? KindOf(string key) => RuntimeName.Parse(key).Family switch
    {
        RuntimeFamily.Node => SandboxKind.Node,
        RuntimeFamily.Python => SandboxKind.Python,
        RuntimeFamily.Php => SandboxKind.Php,
        RuntimeFamily.Java => SandboxKind.Java,
        RuntimeFamily.Custom => SandboxKind.Launcher,
        _ => null,
    };

    /// <summary>Whether this agent knows the runtime and its machine has what runs it.</summary>
    public bool Has(string key) => KindOf(key) is { } kind && _factory.Has(kind);

    /// <summary>How many processes to keep ready; sets that are not named are emptied.</summary>
    public void SetTargets(IReadOnlyDictionary<string, int> targets)
    {
        List<GenericProcess> surplus = [];
        lock (_gate)
        {
            foreach (var (key, set) in _sets)
            {
                if (!targets.ContainsKey(key)) set.Target = 0;
            }

            foreach (var (key, target) in targets)
            {
                if (!Has(key)) continue;
                if (!_sets.TryGetValue(key, out var set)) _sets[key] = set = new WarmSet(key.ToLowerInvariant());
                set.Target = Math.Max(0, target);
            }

            foreach (var set in _sets.Values)
            {
                while (set.Ready.Count > set.Target) surplus.Add(set.Ready.Dequeue());
            }
        }

        foreach (var process in surplus) _ = EndAsync(process);
        _wake.Release();
    }

    /// <summary>Takes a ready process, or starts one.</summary>
    /// <exception cref="SandboxException">None can be started.</exception>
    public async Task<(GenericProcess Process, bool Warm)> ClaimAsync(string key, bool publicNet, CancellationToken cancellationToken)
    {
        if (TryTake(key) is { } ready) return (ready, true);
        await _turns.WaitAsync(cancellationToken);
        try
        {
            // A shell has an uplink, which takes longer to remove than one without takes to make.
            if (publicNet && KindOf(key) is not (null or SandboxKind.Launcher) && TryTake(Shells) is { } shell) return (await BecomeAsync(shell, key, cancellationToken), false);
            return (await StartAsync(key, publicNet, spare: false, cancellationToken), false);
        }
        finally
        {
            _turns.Release();
        }
    }

    private GenericProcess? TryTake(string key)
    {
        lock (_gate)
        {
            if (!_sets.TryGetValue(key, out var set)) return null;
            while (set.Ready.TryDequeue(out var ready))
            {
                _wake.Release();
                if (ready.IsAlive) return ready;
            }
        }

        return null;
    }

    public IReadOnlyList<WarmState> States()
    {
        lock (_gate) return [.. _sets.Values.Select(set => new WarmState { Runtime = set.Key, Ready = set.Ready.Count, Starting = set.Starting })];
    }

    private async Task<GenericProcess> StartAsync(string key, bool publicNet, bool spare, CancellationToken cancellationToken)
    {
        var kind = KindOf(key) ?? throw new SandboxException($"This agent has no runtime {key}.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        limit.CancelAfter(StartLimit);
        var sandbox = await _factory.StartAsync(new SandboxRequest(kind, publicNet, spare, Core.Runtimes.WarmSets.MemoryMb(key)), limit.Token);
        if (kind == SandboxKind.Launcher) return new GenericProcess(sandbox, publicNet, null);
        return new GenericProcess(sandbox, publicNet, await ConnectAsync(sandbox, cancellationToken, limit.Token));
    }

    private async Task<GenericProcess> BecomeAsync(GenericProcess shell, string key, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        limit.CancelAfter(StartLimit);
        var request = new SandboxRequest(KindOf(key)!.Value, shell.HasUplink, Spare: false, Core.Runtimes.WarmSets.MemoryMb(key));
        try
        {
            shell.Sandbox.Hasten();
            await shell.Sandbox.ExecuteAsync(_factory.BecomeScript(shell.Sandbox, request));
        }
        catch (Exception e) when (e is IOException or SandboxException)
        {
            await shell.DisposeAsync();
            throw new SandboxException($"A waiting sandbox cannot be used: {e.Message}", e);
        }

        return shell with { Bootstrap = await ConnectAsync(shell.Sandbox, cancellationToken, limit.Token) };
    }

    private async Task<EventRuntime> ConnectAsync(ISandbox sandbox, CancellationToken cancellationToken, CancellationToken limit)
    {
        try
        {
            return await EventRuntime.ConnectAsync(sandbox, _connections, limit);
        }
        catch (Exception e) when (e is OperationCanceledException or SandboxException)
        {
            await sandbox.KillAsync();
            await sandbox.OutputEnded;
            var printed = sandbox.EarlyOutput;
            await sandbox.DisposeAsync();
            if (e is OperationCanceledException) cancellationToken.ThrowIfCancellationRequested();
            var reason = e is SandboxException ? e.Message : "The runtime's bootstrap was not ready in time.";
            throw new SandboxException(printed.Length == 0 ? reason : $"{reason} It printed: {printed}", e);
        }
    }

    private async Task RefillAsync()
    {
        var stopping = _stopping.Token;
        try
        {
            while (true)
            {
                if (IsAnyToFill()) await _starts.QuietAsync(LongestHold, stopping);
                if (NextToFill() is not { } set)
                {
                    await _wake.WaitAsync(stopping);
                    continue;
                }

                await FillAsync(set, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private async Task FillAsync(WarmSet set, CancellationToken stopping)
    {
        Changed?.Invoke();
        GenericProcess? process = null;
        try
        {
            process = await StartAsync(set.Key, publicNet: true, spare: true, stopping);
            _ = process.Sandbox.Ended.ContinueWith(_ => Forget(set, process), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        catch (Exception e) when (e is SandboxException or IOException || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            LogStartFailed(set.Key, e.Message);
        }

        var surplus = false;
        lock (_gate)
        {
            set.Starting--;
            if (process is not null)
            {
                surplus = set.Ready.Count >= set.Target;
                if (!surplus) set.Ready.Enqueue(process);
            }
        }

        if (surplus) await EndAsync(process!);
        Changed?.Invoke();
        if (process is null) await Task.Delay(RetryDelay, _time, stopping);
    }

    private bool IsAnyToFill()
    {
        lock (_gate) return _factory.HasRoom && _sets.Values.Any(set => set.IsShort);
    }

    private WarmSet? NextToFill()
    {
        lock (_gate)
        {
            if (!_factory.HasRoom) return null;
            var set = _sets.Values.Where(set => set.IsShort).MinBy(set => (double)set.Ready.Count / set.Target);
            if (set is not null) set.Starting++;
            return set;
        }
    }

    // A ready process that died makes room for another.
    private void Forget(WarmSet set, GenericProcess process)
    {
        var wasReady = false;
        lock (_gate)
        {
            for (var count = set.Ready.Count; count > 0; count--)
            {
                var other = set.Ready.Dequeue();
                if (ReferenceEquals(other, process)) wasReady = true;
                else set.Ready.Enqueue(other);
            }
        }

        if (!wasReady) return;
        LogDied(set.Key);
        _ = EndAsync(process);
        _wake.Release();
        Changed?.Invoke();
    }

    private async Task EndAsync(GenericProcess process)
    {
        try
        {
            await process.DisposeAsync();
        }
        catch (IOException e)
        {
            LogRemovalFailed(e);
        }
    }

    /// <summary>Ends all ready processes, and makes no more.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _refilling;
        List<GenericProcess> all;
        lock (_gate)
        {
            all = [.. _sets.Values.SelectMany(set => set.Ready)];
            _sets.Clear();
        }

        await Task.WhenAll(all.Select(EndAsync));
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await StopAsync();
        _stopping.Dispose();
        _wake.Dispose();
        _turns.Dispose();
    }

    private sealed class WarmSet(string key)
    {
        public string Key => key;

        public int Target { get; set; }

        public int Starting { get; set; }

        public bool IsShort => Ready.Count + Starting < Target;

        public Queue<GenericProcess> Ready { get; } = new();
    }
}
