using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Store;

/// <summary>Offsets, limits and text searches of listings.</summary>
public static class Paging
{
    /// <exception cref="ScfException">A negative offset, or a limit outside 1 to 1000.</exception>
    public static (int Offset, int Limit) Require(int offset, int limit)
    {
        if (offset < 0) throw new ScfException(ScfErrorCode.InvalidOffset, "Offset must not be negative.");
        if (limit is < 1 or > ScfLimits.PageSizeMax) throw new ScfException(ScfErrorCode.InvalidLimit, $"Limit must be 1 to {ScfLimits.PageSizeMax}.");
        return (offset, limit);
    }

    /// <summary>Pattern of LIKE for "contains this text".</summary>
    public static string LikePattern(string text) =>
        "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
