using ScfAspire.Contracts.Link;

namespace ScfAspire.Dispatch.Links;

internal enum CallEndKind
{
    /// <summary>The agent said how the call ended.</summary>
    Outcome,

    /// <summary>The answer is whole and the function runs on: no end yet.</summary>
    Answered,

    /// <summary>The connection ended first: nobody knows whether the function saw the call.</summary>
    LinkLost,

    /// <summary>The agent did not answer in time, not even to a cancellation.</summary>
    Silent,

    /// <summary>The answer was larger than allowed.</summary>
    TooLarge,

    /// <summary>The link took no new calls: the agent never got it.</summary>
    NotSent,
}

/// <summary>How a call ended.</summary>
/// <param name="Kind">Which of the ways.</param>
/// <param name="Outcome">Set for <see cref="CallEndKind.Outcome"/>, and as far as the call has come for <see cref="CallEndKind.Answered"/>.</param>
internal readonly record struct CallEnd(CallEndKind Kind, OutcomeFrame? Outcome);
