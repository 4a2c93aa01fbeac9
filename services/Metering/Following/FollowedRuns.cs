using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Following;

/// <summary>
/// Lets one follower see each run once. Dispatch's record stands in for the agent's, which knows more: it is held back for as long as the agent's is to be
/// expected, and handed out only if that does not come. One that comes later still changes what is stored, and is not handed out again. A call that no
/// instance was had for has been at no agent: its record is handed out at once.
/// </summary>
public sealed class FollowedRuns(TimeProvider time)
{
    /// <summary>An agent that is alive sends its records at once; one that is restarted, within seconds.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Stand-ins that are remembered after they were handed out.</summary>
    private const int Remembered = 10_000;

    private readonly Dictionary<CallId, InvocationRecord> _held = [];
    private readonly PriorityQueue<CallId, DateTimeOffset> _due = new();
    private readonly HashSet<CallId> _stoodIn = [];
    private readonly Queue<CallId> _order = new();

    /// <summary>When the first of the held records is to be handed out; null for none.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_due.TryPeek(out var id, out var at))
            {
                if (_held.ContainsKey(id)) return at;
                _due.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Whether this record is to be handed out now.</summary>
    public bool Admit(StoredRecord record)
    {
        if (record.Source == RecordSource.Agent)
        {
            _held.Remove(record.Id);
            return !_stoodIn.Contains(record.Id);
        }

        var message = record.Message;
        if (message.InstanceId == 0) return true;
        if (_stoodIn.Contains(record.Id) || !_held.TryAdd(record.Id, message)) return false;
        // A record of long ago is due already; one from a clock that is ahead waits no longer than others.
        var now = time.GetUtcNow();
        var ended = DateTimeOffset.UnixEpoch.AddMicroseconds(Math.Max(0, Math.Min(message.StartUnixUs + message.DurationUs, (now - DateTimeOffset.UnixEpoch).TotalMicroseconds)));
        _due.Enqueue(record.Id, ended + Grace);
        return false;
    }

    /// <summary>The held records whose time has come.</summary>
    public List<InvocationRecord> TakeDue()
    {
        var taken = new List<InvocationRecord>();
        while (NextDue is { } at && at <= time.GetUtcNow())
        {
            var id = _due.Dequeue();
            if (!_held.Remove(id, out var record)) continue;
            taken.Add(record);
            _stoodIn.Add(id);
            _order.Enqueue(id);
            if (_order.Count > Remembered) _stoodIn.Remove(_order.Dequeue());
        }

        return taken;
    }
}
