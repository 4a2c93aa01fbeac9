namespace ScfAspire.Trigger.Queue.Ownership;

/// <summary>Who this queue process is, and whether it is sure of what it owns.</summary>
public sealed class OwnerIdentity
{
    private int _doubt;

    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Told by whoever does not know whether a write happened, or whether others took events over.</summary>
    public void Doubt() => Interlocked.Exchange(ref _doubt, 1);

    /// <summary>True once after each doubt.</summary>
    public bool TakeDoubt() => Interlocked.Exchange(ref _doubt, 0) == 1;
}
