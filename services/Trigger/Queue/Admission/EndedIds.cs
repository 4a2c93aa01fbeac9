namespace ScfAspire.Trigger.Queue.Admission;

/// <summary>Ids of the last events that ended here: a sender that repeats a request whose answer it lost must not run it again.</summary>
public sealed class EndedIds(int capacity = 65_536)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _ids = [];
    private readonly Queue<Guid> _order = new();

    public void Add(Guid id)
    {
        lock (_gate)
        {
            if (!_ids.Add(id)) return;
            _order.Enqueue(id);
            if (_order.Count > capacity) _ids.Remove(_order.Dequeue());
        }
    }

    public bool Contains(Guid id)
    {
        lock (_gate) return _ids.Contains(id);
    }
}
