using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Functions;

/// <summary>New code for <c>$LATEST</c>.</summary>
public sealed record UpdateFunctionCode
{
    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public CodeSource? Code { get; init; }

    /// <summary>New entry point; null keeps the present one.</summary>
    public string? Handler { get; init; }

    /// <summary>Settings to change together with the code; null for none.</summary>
    public FunctionSettings? Settings { get; init; }

    /// <summary>Largest zip that this way of sending it admits, bytes.</summary>
    public long MaxZipBytes { get; init; } = ScfLimits.ZipBytes;
}
