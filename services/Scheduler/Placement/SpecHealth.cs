using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Placement;

/// <summary>Function versions whose instances keep failing to start: their next tries pause, ever longer, so that they do not eat the machine.</summary>
internal sealed class SpecHealth(IOptions<SchedulerOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, State> _states = new();

    /// <summary>The refusal to repeat while the spec pauses; null when it may be tried.</summary>
    public LeaseRefused? Pausing(string specId)
    {
        if (!_states.TryGetValue(specId, out var state)) return null;
        lock (state) return state.Refusal is not null && time.GetUtcNow() < state.Until ? state.Refusal : null;
    }

    public void Started(string specId) => _states.TryRemove(specId, out _);

    /// <summary>An instance could not be made ready.</summary>
    public void Failed(string specId, LeaseRefused refusal)
    {
        var state = _states.GetOrAdd(specId, static _ => new State());
        lock (state)
        {
            var now = time.GetUtcNow();
            // Failures long ago say nothing of today.
            if (now - state.Last > options.Value.LongestPause * 2) state.Count = 0;
            state.Last = now;
            state.Count++;
            var over = state.Count - options.Value.FailuresBeforePause;
            if (over < 0) return;
            var pause = options.Value.FirstPause * Math.Pow(2, Math.Min(over, 10));
            state.Until = now + (pause < options.Value.LongestPause ? pause : options.Value.LongestPause);
            state.Refusal = refusal;
        }
    }

    private sealed class State
    {
        public int Count { get; set; }

        public DateTimeOffset Last { get; set; }

        public DateTimeOffset Until { get; set; }

        public LeaseRefused? Refusal { get; set; }
    }
}
