namespace ScfAspire.Transport.Loops;

/// <summary>A descriptor on a loop and what is to be done when it is ready.</summary>
public abstract class LoopWatch
{
    /// <summary>Its place in the loop's table, or -1.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>Tells a place's users apart, so that an event of a former one is not taken for one of the present.</summary>
    internal uint Generation { get; set; }

    internal abstract int Descriptor { get; }

    /// <summary>On the loop's thread: the descriptor is ready. Must not block.</summary>
    internal abstract void OnReady(bool readable, bool writable);

    /// <summary>On the loop's thread: <see cref="OnReady"/> or <see cref="OnFlush"/> threw.</summary>
    internal abstract void OnFault(Exception fault);

    /// <summary>On the loop's thread, once after the batch of events in which <see cref="EventLoop.FlushLater"/> was called.</summary>
    internal virtual void OnFlush()
    {
    }
}
