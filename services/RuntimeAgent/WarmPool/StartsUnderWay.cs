namespace ScfAspire.RuntimeAgent.WarmPool;

/// <summary>Which starts of instances are under way: while there are any, the machine is theirs.</summary>
internal sealed class StartsUnderWay(TimeProvider time)
{
    /// <summary>After a start the call that asked for it comes at once; it too is to have the machine.</summary>
    private static readonly TimeSpan FirstCall = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _quiet;
    private int _count;

    /// <summary>A start begins.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_count++ == 0) _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>It is over.</summary>
    /// <param name="served">It made an instance, which is about to be called.</param>
    public void End(bool served)
    {
        if (served) _ = EndLaterAsync();
        else End();
    }

    /// <summary>Completes when none is under way, or after <paramref name="longest"/>: where starts never cease, others must go on beside them.</summary>
    public async Task QuietAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Task quiet;
        lock (_gate)
        {
            if (_quiet is null) return;
            quiet = _quiet.Task;
        }

        try
        {
            await quiet.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return;
        }
    }

    private async Task EndLaterAsync()
    {
        await Task.Delay(FirstCall, time);
        End();
    }

    private void End()
    {
        lock (_gate)
        {
            if (--_count > 0) return;
            _quiet?.TrySetResult();
            _quiet = null;
        }
    }
}
