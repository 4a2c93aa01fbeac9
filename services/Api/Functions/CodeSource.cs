namespace ScfAspire.Api.Functions;

/// <summary>Where code comes from. Exactly one of the properties is set.</summary>
public sealed record CodeSource
{
    /// <summary>Bytes of a zip.</summary>
    public ReadOnlyMemory<byte>? Zip { get; init; }

    /// <summary>Base64 text of a zip, where the caller has not decoded it.</summary>
    public string? ZipBase64 { get; init; }

    /// <summary>Name of a source that is understood and not offered: <c>Cos</c>, <c>Demo</c>, <c>Git</c>, <c>Image</c>, <c>TempCos</c>.</summary>
    public string? Other { get; init; }
}
