namespace ScfAspire.ServiceDefaults.Lifetime;

/// <summary>
/// Says when a process should give back the heap that its last work took: once it does next to nothing, and has done something since it was told the last
/// time. Looked at in equal intervals; not for several threads at once.
/// </summary>
public sealed class IdleHeap
{
    /// <summary>Bytes allocated from one look to the next that heartbeats and timers account for.</summary>
    public const long Little = 256 * 1024;

    /// <summary>Bytes allocated since the last time that are worth a collection.</summary>
    public const long Worth = 8 * 1024 * 1024;

    private long _last;
    private long _collected;

    /// <param name="allocated">Bytes that the process has ever allocated.</param>
    public bool ShouldCollect(long allocated)
    {
        var since = allocated - _last;
        _last = allocated;
        if (since > Little || allocated - _collected < Worth) return false;
        _collected = allocated;
        return true;
    }
}
