namespace ScfAspire.Bench.Simulation;

/// <summary>Who holds which instance, over all holders: each may have one at a time.</summary>
internal sealed class InstanceOwners
{
    private readonly Lock _gate = new();
    private readonly HashSet<ulong> _held = [];

    public long Granted { get; private set; }

    public long Doubled { get; private set; }

    public void Take(ulong instance)
    {
        lock (_gate)
        {
            Granted++;
            if (!_held.Add(instance)) Doubled++;
        }
    }

    /// <summary>To be called before the lease is given back.</summary>
    public void Leave(ulong instance)
    {
        lock (_gate) _held.Remove(instance);
    }
}
