using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Models;

/// <summary>The direction of a listing.</summary>
public static class Ordering
{
    /// <exception cref="ScfException">Neither ASC nor DESC.</exception>
    public static bool IsAscending(string? order, bool otherwise) => order?.ToUpperInvariant() switch
    {
        null or "" => otherwise,
        "ASC" => true,
        "DESC" => false,
        _ => throw new ScfException(ScfErrorCode.InvalidOrder, $"Order '{order}' must be ASC or DESC."),
    };
}
