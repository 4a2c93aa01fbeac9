namespace ScfAspire.Trigger.Queue.Running;

/// <summary>The events of one function that this process holds. Guarded by its <see cref="FunctionLanes"/>.</summary>
internal sealed class FunctionLane(FunctionName function)
{
    public FunctionName Function => function;

    /// <summary>Committed and not yet started, oldest first.</summary>
    public LinkedList<QueuedEvent> Waiting { get; } = new();

    /// <summary>Reserved, waiting, running and not yet settled.</summary>
    public int Held { get; set; }

    public int Running { get; set; }

    /// <summary>Older events wait in the table: new ones queue up behind them there.</summary>
    public bool Behind { get; set; }

    /// <summary>Says nothing that a new one would not say.</summary>
    public bool IsIdle => Held == 0 && Running == 0 && !Behind && Waiting.Count == 0;
}
