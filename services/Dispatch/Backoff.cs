namespace ScfAspire.Dispatch;

/// <summary>Growing pauses between tries of a connection: 50 ms doubling to 2 s, each shortened at random by up to a half.</summary>
internal sealed class Backoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    private TimeSpan _next = First;

    public void Reset() => _next = First;

    /// <summary>Pauses; false when the token ended the pause.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var pause = _next * (0.5 + (Random.Shared.NextDouble() / 2));
        _next = _next * 2 < Most ? _next * 2 : Most;
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}
