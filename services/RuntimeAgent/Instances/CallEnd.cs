namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>What ended a call first.</summary>
internal enum CallEnd
{
    Replied,
    TimedOut,
    Cancelled,
    ProcessEnded,
}
