namespace ScfAspire.RuntimeAgent.Hosting;

/// <summary>Small numbers that one sandbox at a time may have: they choose its user and its addresses.</summary>
internal sealed class IndexPool(int size)
{
    private readonly Lock _gate = new();
    private readonly Queue<int> _free = new(Enumerable.Range(0, size));

    /// <exception cref="Sandbox.SandboxException">All are taken.</exception>
    public int Take()
    {
        lock (_gate) return _free.TryDequeue(out var index) ? index : throw new Sandbox.SandboxException($"All of {size} sandboxes are in use.");
    }

    public void Return(int index)
    {
        lock (_gate) _free.Enqueue(index);
    }
}
