using System.Runtime.InteropServices;
using ScfAspire.Api.Functions;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Packages;

namespace ScfAspire.Api.Packages;

/// <summary>Gets the zip out of a code source and inspects it before anything is stored.</summary>
public static class CodeReader
{
    /// <exception cref="ScfException">No usable source, bad base64, or a zip that is refused.</exception>
    public static InspectedCode Read(CodeSource? source, long maxZipBytes)
    {
        var zip = Bytes(source, maxZipBytes);
        using var stream = MemoryMarshal.TryGetArray(zip, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(zip.ToArray(), writable: false);
        return new(zip, PackageInspection.Inspect(stream, maxZipBytes));
    }

    private static ReadOnlyMemory<byte> Bytes(CodeSource? source, long maxZipBytes)
    {
        if (source?.Other is { } other)
        {
            throw other == "Demo"
                ? new ScfException(ScfErrorCode.ResourceNotFoundDemo, "This installation has no demo templates; send the code as ZipFile.")
                : new ScfException(ScfErrorCode.InvalidCodeSource, $"Code from {other} is not offered by this installation; send the code as ZipFile.");
        }

        if (source?.Zip is { } zip) return zip;
        if (string.IsNullOrEmpty(source?.ZipBase64)) throw new ScfException(ScfErrorCode.MissingParameterCode, "Code is required: send a zip as base64 in ZipFile.");
        if (source.ZipBase64.Length / 4 * 3L > maxZipBytes + 3) throw new ScfException(ScfErrorCode.InvalidZipFile, $"The zip has more than {maxZipBytes} bytes.");
        try
        {
            return Convert.FromBase64String(source.ZipBase64);
        }
        catch (FormatException e)
        {
            throw new ScfException(ScfErrorCode.InvalidZipFileBase64, "ZipFile is not valid base64.", e);
        }
    }
}
