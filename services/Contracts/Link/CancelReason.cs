namespace ScfAspire.Contracts.Link;

/// <summary>Why a call is cancelled.</summary>
public enum CancelReason
{
    None = 0,
    CallerGone = 1,
    Deadline = 2,
}
