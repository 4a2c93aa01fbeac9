using System.IO.Compression;
using System.Text;

namespace ScfAspire.Core.Tests.Packages;

internal static class Zips
{
    private const int Link = 0xA1FF;

    public static MemoryStream Of(params (string Name, string Content)[] files) => Build(archive =>
    {
        foreach (var (name, content) in files) Add(archive, name, content, 0x81A4);
    });

    public static MemoryStream WithLink(string name, string target, params (string Name, string Content)[] files) => Build(archive =>
    {
        Add(archive, name, target, Link);
        foreach (var (file, content) in files) Add(archive, file, content, 0x81A4);
    });

    public static MemoryStream WithMode(string name, int mode) => Build(archive => Add(archive, name, "", mode));

    public static MemoryStream Build(Action<ZipArchive> fill)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) fill(archive);
        stream.Position = 0;
        return stream;
    }

    private static void Add(ZipArchive archive, string name, string content, int mode)
    {
        var entry = archive.CreateEntry(name);
        entry.ExternalAttributes = mode << 16;
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
