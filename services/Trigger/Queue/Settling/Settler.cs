using System.Text;
using System.Threading.Channels;
using Npgsql;
using ScfAspire.Trigger.Queue.Retries;
using ScfAspire.Trigger.Queue.Store;

namespace ScfAspire.Trigger.Queue.Settling;

/// <summary>Writes down in sets how runs ended; tries again until Postgres has it.</summary>
public sealed partial class Settler(EventStore store, QueueOptions options, TimeProvider time, ILogger<Settler> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly Channel<Settlement> _waiting = Channel.CreateUnbounded<Settlement>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Unbounded in form; in fact by the events held.</summary>
    public void Add(Settlement settlement)
    {
        if (settlement.Verdict is Verdict.Dead) settlement = settlement with { ErrorMessage = WellFormed(settlement.ErrorMessage) };
        _waiting.Writer.TryWrite(settlement);
    }

    /// <summary>No more will come: <see cref="RunAsync"/> ends once everything is written.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Works until <see cref="Complete"/>.</summary>
    /// <param name="settled">Called for each event once its end is committed.</param>
    /// <param name="cancellationToken">Gives up; what is not written runs again under another owner.</param>
    public async Task RunAsync(Action<Settlement> settled, CancellationToken cancellationToken)
    {
        var set = new List<Settlement>();
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            set.Clear();
            while (set.Count < options.SetSize && _waiting.Reader.TryRead(out var next)) set.Add(next);
            while (!await TrySettleAsync(set, cancellationToken)) await Task.Delay(RetryDelay, time, cancellationToken);
            foreach (var settlement in set) settled(settlement);
        }
    }

    private async Task<bool> TrySettleAsync(List<Settlement> set, CancellationToken cancellationToken)
    {
        try
        {
            await store.SettleAsync(set, time.GetUtcNow(), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            LogRetry(set.Count, e.Message);
            return false;
        }
    }

    /// <summary>A text cut in the middle of a character could not be stored.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    [LoggerMessage(1, LogLevel.Warning, "The ends of {Events} events cannot be written, trying again: {Reason}")]
    private partial void LogRetry(int events, string reason);
}
