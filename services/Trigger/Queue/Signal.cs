using System.Threading.Channels;

namespace ScfAspire.Trigger.Queue;

/// <summary>Wakes one waiting loop; signals that come while it works are one.</summary>
public sealed class Signal
{
    private readonly Channel<bool> _channel =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    public void Set() => _channel.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken);

    /// <summary>Waits for the signal or until <paramref name="until"/>.</summary>
    public async Task WaitAsync(DateTimeOffset until, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (now >= until) return;
            // Timers take up to some 49 days.
            var span = until - now < Longest ? until - now : Longest;
            using var timeout = new CancellationTokenSource(span, time);
            // The clock may have been set while the timer was being armed.
            if (time.GetUtcNow() - now > Slack) continue;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                await WaitAsync(either.Token);
                return;
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                continue;
            }
        }
    }
}
