using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Models;

/// <summary>Times and ids of invocation records.</summary>
public static class RecordTexts
{
    public static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <exception cref="ScfException">Not a request id.</exception>
    public static Guid RequireRequestId(string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new ScfException(ScfErrorCode.InvalidFunctionRequestId, $"FunctionRequestId '{(text.Length <= 80 ? text : text[..80])}' is not a request id.");
}
