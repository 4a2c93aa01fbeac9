using System.IO.Compression;
using System.Text;

namespace ScfAspire.TestKit.Platforms;

/// <summary>Makes code packages.</summary>
public static class CodeZip
{
    private const int Executable = 0x81ED << 16; // a regular file, rwxr-xr-x
    private const int SymbolicLink = 0xA1FF << 16;

    /// <summary>A zip of text files, all executable.</summary>
    public static byte[] Of(params ReadOnlySpan<(string Name, string Text)> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files) Add(zip, name, text, Executable);
        }
        return stream.ToArray();
    }

    /// <summary>A zip of one symbolic link.</summary>
    public static byte[] OfLink(string name, string target)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) Add(zip, name, target, SymbolicLink);
        return stream.ToArray();
    }

    /// <summary>A zip of all files of a folder, modes kept.</summary>
    public static byte[] OfFolder(string folder)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var entry = zip.CreateEntryFromFile(file, Path.GetRelativePath(folder, file));
                entry.ExternalAttributes = (0x8000 | (int)File.GetUnixFileMode(file)) << 16;
            }
        }
        return stream.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string text, int attributes)
    {
        var entry = zip.CreateEntry(name);
        entry.ExternalAttributes = attributes;
        using var writer = entry.Open();
        writer.Write(Encoding.UTF8.GetBytes(text));
    }
}
