using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>What request bodies may have, in bytes as they are sent: what counts for an action follows from what its fields may hold.</summary>
public static class BodyLimits
{
    private const int Mb = 1024 * 1024;

    /// <summary>Actions that carry neither code nor an event. Bodies up to here are read without further ado.</summary>
    public const long Settings = Mb;

    /// <summary>Actions that carry an event: as a form, each of its bytes takes three at most.</summary>
    public const long Event = (3L * ScfLimits.SyncEventBytes) + Settings;

    /// <summary>Actions that carry code: the largest zip as base64, with what a form encoding and the other fields add.</summary>
    public const long Code = (ScfLimits.ZipBytes / 3 * 4 / 9 * 10) + Settings;

    /// <summary>
    /// What the server reads off a connection at most: a caller whose body is too large, but not without bounds, gets the answer rather than a
    /// broken connection.
    /// </summary>
    public const long Drain = 2 * Code;

    /// <summary>Bodies above <see cref="Settings"/> that are in memory at the same time, for each of the <see cref="BodyBudgets"/>.</summary>
    public const long Together = 4 * Code;

    /// <summary>Bytes a second that a large body of an unknown caller must come with: it holds a part of the budget for as long as it takes.</summary>
    public const int UnknownRate = 64 * 1024;

    /// <summary>From when that rate counts.</summary>
    public static readonly TimeSpan UnknownGrace = TimeSpan.FromSeconds(30);
}
