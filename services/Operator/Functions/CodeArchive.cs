using System.IO.Compression;
using System.Text;

namespace ScfAspire.Operator.Functions;

/// <summary>Packs files as a code package. The same files are the same bytes, so that a package is sent only when something in it changed.</summary>
internal static class CodeArchive
{
    /// <summary>The earliest that a zip can say.</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Readable for all, runnable: a web function starts by a script.</summary>
    private const int Mode = 0x81ED << 16;

    public static byte[] Pack(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = Epoch;
                entry.ExternalAttributes = Mode;
                using var content = entry.Open();
                content.Write(bytes);
            }
        }
        return packed.ToArray();
    }

    public static byte[] Pack(IEnumerable<KeyValuePair<string, string>> files) => Pack(files.Select(file => KeyValuePair.Create(file.Key, Encoding.UTF8.GetBytes(file.Value))));
}
