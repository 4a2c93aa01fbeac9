using ScfAspire.Contracts.Link;

namespace ScfAspire.Dispatch.Links;

/// <summary>
/// Ended calls of one link whose records the agent has not yet shipped to Metering. Over <paramref name="limit"/> the oldest are let go: the
/// agent's spool still has them.
/// </summary>
internal sealed class HeldCalls(int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<(ulong Sequence, CallDescription Description, OutcomeFrame Outcome)> _held = new();

    public void Hold(CallDescription description, OutcomeFrame outcome)
    {
        lock (_gate)
        {
            if (_held.Count >= limit) _held.Dequeue();
            _held.Enqueue((outcome.SpoolSequence, description, outcome));
        }
    }

    /// <summary>Forgets calls up to the sequence. One that stands behind a later one goes with the next message.</summary>
    public void Shipped(ulong sequence)
    {
        lock (_gate)
        {
            while (_held.TryPeek(out var first) && first.Sequence <= sequence) _held.Dequeue();
        }
    }

    public IReadOnlyList<(CallDescription Description, OutcomeFrame Outcome)> TakeAll()
    {
        lock (_gate)
        {
            var all = _held.Select(held => (held.Description, held.Outcome)).ToArray();
            _held.Clear();
            return all;
        }
    }
}
