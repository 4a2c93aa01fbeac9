using ScfAspire.Transport.Loops;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>
/// Tells whether something was done already in this turn of the event loop. The answers that one turn brings were all sent before it began, so that what is
/// looked at for the first of them is right for the others too. Off the loop every time is the first.
/// </summary>
internal struct OncePerTurn
{
    private long _done;

    /// <summary>True for the first call of a turn.</summary>
    public bool IsFirst()
    {
        if (EventLoop.Current is not { } loop) return true;
        if (_done == loop.Turn) return false;
        _done = loop.Turn;
        return true;
    }

    /// <summary>The next call is a first one again.</summary>
    public void Reset() => _done = 0;
}
