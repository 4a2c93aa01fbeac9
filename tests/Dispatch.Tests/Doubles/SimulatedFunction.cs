using Microsoft.Extensions.Time.Testing;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Leases;

namespace ScfAspire.Dispatch.Tests.Doubles;

/// <summary>
/// Clients, a pool, and instances on a machine with some cores, in virtual time: a call takes what it waits for and its share of the cores. Every client asks again as
/// soon as it has its answer.
/// </summary>
internal sealed class SimulatedFunction : ISchedulerLink
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly PriorityQueue<Func<Task>, (TimeSpan At, long Order)> _events = new();
    private readonly Queue<(Task<LeaseResult> Slot, TimeSpan Since)> _waiting = new();
    private readonly HashSet<string> _leases = [];
    private readonly Random _random = new(1);
    private readonly SpecPool _pool;
    private readonly DateTimeOffset _begin;
    private long _order;
    private int _starting;
    private int _running;
    private int _clients;

    public SimulatedFunction()
    {
        _begin = _time.GetUtcNow();
        _pool = new SpecPool(
            new FunctionKey { Namespace = "default", Function = "f" }, new VersionRoute { SpecId = "s", InitTimeoutMs = 60_000 }, new DispatchOptions(), _time, this);
        After(TimeSpan.FromSeconds(1), SweepAsync);
    }

    public int Cores { get; init; } = 2;

    public TimeSpan Start { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What a call needs of a core, and how long it waits for something else.</summary>
    public Func<Random, (TimeSpan Cpu, TimeSpan Waits)> Call { get; set; } = _ => default;

    public int Running => _running;

    public int Instances => _leases.Count;

    public int Started { get; private set; }

    public long Answers { get; private set; }

    public TimeSpan LongestWait { get; set; }

    /// <summary>So many clients, from now on.</summary>
    public async Task ClientsAsync(int count)
    {
        for (; _clients < count; _clients++) Ask();
        await ServedAsync();
    }

    public async Task RunAsync(TimeSpan length)
    {
        var end = Now + length;
        while (Now < end)
        {
            // In short steps, since timers that fire on the way see the end of a step and may add events before the next one.
            var step = Now + Step < end ? Now + Step : end;
            var next = _events.TryPeek(out _, out var first) && first.At < step ? first.At : step;
            if (next > Now) _time.Advance(next - Now);
            while (_events.TryPeek(out var action, out first) && first.At <= Now)
            {
                _events.Dequeue();
                await action();
                await ServedAsync();
            }

            await ServedAsync();
        }
    }

    /// <summary>Answers a second over some time.</summary>
    public async Task<double> RateAsync(TimeSpan length)
    {
        var before = Answers;
        await RunAsync(length);
        return (Answers - before) / length.TotalSeconds;
    }

    public void StateDemand(SpecPool pool)
    {
        for (; _leases.Count + _starting < pool.Stated; _starting++)
        {
            Started++;
            var id = $"l{Started}";
            After(Start, () =>
            {
                _starting--;
                if (_leases.Count >= pool.Stated) return Task.CompletedTask;
                _leases.Add(id);
                pool.Grant(new LeaseGranted
                {
                    LeaseId = id, SpecId = "s", Concurrency = 1, ColdStart = new ColdStart { TotalUs = (long)Start.TotalMicroseconds },
                    Instance = new InstanceAddress { InstanceId = 1, AgentId = "a", Link = "unix:/a" },
                });
                return Task.CompletedTask;
            });
        }
    }

    public void Release(string leaseId, SlotEnd end, string reason) => _leases.Remove(leaseId);

    private TimeSpan Now => _time.GetUtcNow() - _begin;

    private void After(TimeSpan delay, Func<Task> action) => _events.Enqueue(action, (Now + delay, _order++));

    private Task SweepAsync()
    {
        _pool.Sweep(schedulerLost: false);
        After(TimeSpan.FromSeconds(1), SweepAsync);
        return Task.CompletedTask;
    }

    private void Ask() => _waiting.Enqueue((_pool.Acquire(CancellationToken.None)!.Value.AsTask(), Now));

    // Slots are given in order, so that as many of the oldest have one as the pool no longer counts.
    private async Task ServedAsync()
    {
        while (_waiting.Count > _pool.Waiting)
        {
            var (slot, since) = _waiting.Dequeue();
            if (Now - since > LongestWait) LongestWait = Now - since;
            Run((await slot).Lease!);
        }
    }

    private void Run(HeldLease lease)
    {
        _running++;
        var (cpu, waits) = Call(_random);
        var took = waits + (cpu * Math.Max(1, (double)_running / Cores));
        After(took, () =>
        {
            _running--;
            Answers++;
            _pool.Release(lease, (long)took.TotalMicroseconds);
            Ask();
            return Task.CompletedTask;
        });
    }
}
