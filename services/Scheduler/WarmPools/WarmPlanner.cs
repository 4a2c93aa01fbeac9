using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Runtimes;
using ScfAspire.Scheduler.Agents;

namespace ScfAspire.Scheduler.WarmPools;

/// <summary>How many generic processes each agent keeps ready: a minimum per warm set, and as many as starts of the last seconds suggest. Agents refill by themselves after a claim.</summary>
internal sealed class WarmPlanner(AgentSessions sessions, IOptions<SchedulerOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<long>> _starts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _wanted = new(StringComparer.OrdinalIgnoreCase);
    private WarmTargets _published = new();

    /// <summary>Name of the warm set that serves a version; web functions bring their own server and start from the custom runtime's.</summary>
    public static string SetOf(VersionRoute version) => WarmSets.Of(version.Runtime, version.MemoryMb, ownProgram: version.Type == FunctionType.Http);

    /// <summary>An instance is about to claim a process of the set.</summary>
    public void Starting(string warmSet)
    {
        lock (_gate)
        {
            if (!_starts.TryGetValue(warmSet, out var starts)) _starts[warmSet] = starts = new Queue<long>();
            starts.Enqueue(time.GetTimestamp());
            if (_wanted.GetValueOrDefault(warmSet) == Wanted(warmSet)) return;
        }

        PublishChanges();
    }

    /// <summary>Sends the targets to every connected agent.</summary>
    public void Publish() => Publish(Targets());

    /// <summary>Sends the targets where they have changed.</summary>
    public void PublishChanges()
    {
        var targets = Targets();
        lock (_gate)
        {
            if (targets.Equals(_published)) return;
        }

        Publish(targets);
    }

    private void Publish(WarmTargets targets)
    {
        lock (_gate) _published = targets;
        foreach (var session in Machines) session.Send(new AgentDirective { WarmTargets = targets.Clone() });
    }

    // A function pod is of one set from the start.
    private IEnumerable<AgentSession> Machines => sessions.All.Where(session => !session.IsPod);

    private WarmTargets Targets()
    {
        var agents = Math.Max(1, Machines.Count());
        var targets = new WarmTargets();
        lock (_gate)
        {
            foreach (var set in options.Value.WarmMinimum.Keys.Union(_starts.Keys, StringComparer.OrdinalIgnoreCase))
            {
                var wanted = _wanted[set] = Wanted(set);
                if (wanted > 0) targets.Targets[set] = (wanted + agents - 1) / agents;
            }
        }

        return targets;
    }

    private int Wanted(string set)
    {
        var least = options.Value.WarmMinimum.GetValueOrDefault(set);
        return Math.Clamp((Recent(set) + 1) / 2, least, Math.Max(options.Value.WarmMaximum, least));
    }

    private int Recent(string set)
    {
        if (!_starts.TryGetValue(set, out var starts)) return 0;
        while (starts.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > options.Value.WarmWindow) starts.Dequeue();
        return starts.Count;
    }
}
