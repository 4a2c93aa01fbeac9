using System.IO.Compression;
using FsCheck.Xunit;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Packages;

namespace ScfAspire.Core.Tests.Packages;

public sealed class PackageInspectionTests
{
    [Fact]
    public void A_plain_package_passes()
    {
        var summary = PackageInspection.Inspect(Zips.Of(("index.js", "exports"), ("lib/a.js", "12345")));
        Assert.Equal(new PackageSummary(12, 2), summary);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\evil")]
    [InlineData("C:\\evil")]
    [InlineData("a/../b")]
    public void Entries_that_would_leave_the_folder_are_refused(string name) => Refused(Zips.Of((name, "x")));

    [Theory]
    [InlineData("link", "/etc/passwd")]
    [InlineData("link", "..")]
    [InlineData("a/link", "../../x")]
    [InlineData("a/link", "b/../../../x")]
    [InlineData("a/link", "b/..")]
    public void Links_outwards_are_refused(string name, string target) => Refused(Zips.WithLink(name, target));

    [Theory]
    [InlineData("node_modules/.bin/tool", "../tool/cli.js")]
    [InlineData("lib.so", "lib.so.1")]
    [InlineData("lib.so", "./lib/lib.so.1")]
    public void Links_inwards_pass(string name, string target) => Assert.Equal(1, PackageInspection.Inspect(Zips.WithLink(name, target)).Entries);

    [Fact]
    public void A_file_beneath_a_link_is_refused() => Refused(Zips.WithLink("dir", "other", ("dir/file", "x")));

    [Fact]
    public void A_name_that_is_there_twice_is_refused() => Refused(Zips.Of(("index.js", "1"), ("index.js", "2")));

    [Theory]
    [InlineData(0x21B6)]
    [InlineData(0x61B6)]
    [InlineData(0x11B6)]
    [InlineData(0xC1B6)]
    public void Devices_pipes_and_sockets_are_refused(int mode) => Refused(Zips.WithMode("special", mode));

    [Fact]
    public void An_empty_zip_is_refused() => Refused(Zips.Of());

    [Fact]
    public void A_zip_over_the_limit_is_refused() => Refused(Zips.Of(("a", "12345")), maxBytes: 20);

    [Fact]
    public void A_bomb_is_refused() => Refused(Zips.Build(archive =>
    {
        using var stream = archive.CreateEntry("zeros", CompressionLevel.Optimal).Open();
        var block = new byte[1024 * 1024];
        for (var i = 0; i < 64; i++) stream.Write(block);
    }));

    [Property(MaxTest = 300)]
    public void Noise_is_refused_and_nothing_else_is_thrown(byte[] noise) => Refused(new MemoryStream(noise));

    [Property(MaxTest = 300)]
    public void A_damaged_zip_passes_or_is_refused(int position, byte value)
    {
        var bytes = Zips.Of(("index.js", "exports.main = 1"), ("b/c.js", "x")).ToArray();
        bytes[(uint)position % bytes.Length] = value;
        try
        {
            PackageInspection.Inspect(new MemoryStream(bytes));
        }
        catch (ScfException e)
        {
            Assert.Equal(ScfErrorCode.InvalidZipFile, e.Code);
        }
    }

    private static void Refused(Stream zip, long maxBytes = 50 * 1024 * 1024) =>
        Assert.Equal(ScfErrorCode.InvalidZipFile, Assert.Throws<ScfException>(() => PackageInspection.Inspect(zip, maxBytes)).Code);
}
