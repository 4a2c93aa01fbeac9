using System.Text.Json;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>Code</c> of the SCF interface.</summary>
public class CodeModel
{
    public Base64Field? ZipFile { get; init; }

    public string? CosBucketName { get; init; }

    public string? CosObjectName { get; init; }

    public string? DemoId { get; init; }

    public string? TempCosObjectName { get; init; }

    public string? GitUrl { get; init; }

    public JsonElement? ImageConfig { get; init; }

    /// <summary>The source; null when none is named.</summary>
    /// <exception cref="ScfException">ZipFile is not base64.</exception>
    public CodeSource? ToSource()
    {
        if (ZipFile is not null)
            return new() { Zip = ZipFile.Bytes ?? throw new ScfException(ScfErrorCode.InvalidZipFileBase64, "ZipFile is not valid base64.") };
        var other =
            !string.IsNullOrEmpty(CosBucketName) || !string.IsNullOrEmpty(CosObjectName) ? "Cos"
            : !string.IsNullOrEmpty(TempCosObjectName) ? "TempCos"
            : !string.IsNullOrEmpty(DemoId) ? "Demo"
            : !string.IsNullOrEmpty(GitUrl) ? "Git"
            : ImageConfig is { ValueKind: JsonValueKind.Object } ? "Image"
            : null;
        return other is null ? null : new() { Other = other };
    }
}
