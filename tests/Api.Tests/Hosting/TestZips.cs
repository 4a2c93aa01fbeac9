using System.IO.Compression;

namespace ScfAspire.Api.Tests.Hosting;

internal static class TestZips
{
    public const string Source = "exports.main_handler = async (event) => event;\n";

    public static string Hello(string source = Source) => Base64(("index.js", source));

    public static string Base64(params (string Name, string Content)[] files) => Convert.ToBase64String(Build(archive =>
    {
        foreach (var (name, content) in files)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(content);
        }
    }));

    public static string LinkOutwards() => Convert.ToBase64String(Build(archive =>
    {
        var entry = archive.CreateEntry("link");
        entry.ExternalAttributes = 0xA1FF << 16;
        using var writer = new StreamWriter(entry.Open());
        writer.Write("/etc/passwd");
    }));

    public static string Bomb() => Convert.ToBase64String(Build(archive =>
    {
        using var stream = archive.CreateEntry("zeros").Open();
        var block = new byte[1024 * 1024];
        for (var i = 0; i < 64; i++) stream.Write(block);
    }));

    private static byte[] Build(Action<ZipArchive> fill)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) fill(archive);
        return stream.ToArray();
    }
}
