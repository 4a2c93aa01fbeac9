using System.IO.Compression;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>Makes code packages.</summary>
internal static class FunctionPackage
{
    private const int Executable = 0x81ED << 16, Plain = 0x81A4 << 16;

    /// <summary>A zip of one program.</summary>
    public static byte[] ZipProgram(string name, string path)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true)) zip.CreateEntryFromFile(path, name, CompressionLevel.Fastest).ExternalAttributes = Executable;
        return bytes.ToArray();
    }

    /// <summary>A zip of these files; names that begin with <c>+</c> are executable.</summary>
    public static byte[] Zip(params (string Name, string Text)[] files)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                var entry = zip.CreateEntry(name.TrimStart('+'));
                entry.ExternalAttributes = name.StartsWith('+') ? Executable : Plain;
                using var writer = new StreamWriter(entry.Open());
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }
}
