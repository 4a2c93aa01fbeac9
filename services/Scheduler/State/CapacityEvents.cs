using StackExchange.Redis;

namespace ScfAspire.Scheduler.State;

/// <summary>What replicas tell each other. A lost message costs time, not correctness: renewals and sweeps find the same.</summary>
internal sealed partial class CapacityEvents(IConnectionMultiplexer redis, ILogger<CapacityEvents> logger)
{
    // More than is said within a round trip, and less than holds others up.
    private const int MostTogether = 256;

    private readonly ISubscriber _subscriber = redis.GetSubscriber();
    private readonly Lock _gate = new();
    private readonly LinkedList<string> _waiting = [];
    private readonly Dictionary<string, LinkedListNode<string>> _known = [];
    private bool _publishing;

    public void Revoked(string leaseId, string reason) => Say($"revoked|{leaseId}|{reason.ReplaceLineEndings(" ")}");

    public void Freed(string specId) => Say($"freed|{specId}");

    /// <summary>An agent has come, or has more room.</summary>
    public void Room() => Say("room");

    /// <summary>An agent of this group is ready for an instance.</summary>
    public void Arrived(string pool, string group) => Say($"arrived|{pool}|{group}");

    public Task<ChannelMessageQueue> SubscribeAsync() => _subscriber.SubscribeAsync(Keys.Events);

    /// <summary>The events of one message.</summary>
    public static string[] Of(ChannelMessage message) => ((string?)message.Message ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // What is said while a message is under way goes into the next; what is said twice goes once.
    private void Say(string text)
    {
        lock (_gate)
        {
            if (_known.ContainsKey(text)) return;
            _known[text] = _waiting.AddLast(text);
            if (_publishing) return;
            _publishing = true;
        }

        _ = PublishAllAsync();
    }

    private async Task PublishAllAsync()
    {
        await Task.Yield();
        while (Take() is { } together)
        {
            try
            {
                await _subscriber.PublishAsync(Keys.Events, together);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                LogNotSaid(e.Message);
            }
        }
    }

    private string? Take()
    {
        lock (_gate)
        {
            List<string> taken = [];
            while (taken.Count < MostTogether && _waiting.First is { } first)
            {
                taken.Add(first.Value);
                _known.Remove(first.Value);
                _waiting.RemoveFirst();
            }

            if (taken.Count > 0) return string.Join('\n', taken);
            _publishing = false;
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Other replicas were not told while Redis is away: {Reason}")]
    private partial void LogNotSaid(string reason);
}
