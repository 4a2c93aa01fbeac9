using System.IO.Compression;
using ScfAspire.Client.Packages;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.Cli.Tests;

public sealed class CodePackageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_files_make_the_same_bytes_whatever_their_times_and_order()
    {
        Write("one/b.txt", "b");
        Write("one/a/x.sh", "run", executable: true);
        Write("two/a/x.sh", "run", executable: true);
        Write("two/b.txt", "b");
        File.SetLastWriteTimeUtc(_folder.Combine("two", "b.txt"), new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));

        var one = await PackAsync("one");
        var two = await PackAsync("two");

        Assert.Equal(one.Bytes.ToArray(), two.Bytes.ToArray());
        Assert.Equal(one.Sha256, two.Sha256);
    }

    [Fact]
    public async Task Executables_stay_so_and_start_files_become_so()
    {
        Write("code/run.sh", "x", executable: true);
        Write("code/plain.txt", "x");
        Write("code/bootstrap", "x");
        using var zip = new ZipArchive(new MemoryStream((await PackAsync("code")).Bytes.ToArray()));
        string Mode(string name) => Convert.ToString((zip.GetEntry(name)!.ExternalAttributes >> 16) & 0b111_111_111, 8);
        Assert.Equal(("755", "644", "755"), (Mode("run.sh"), Mode("plain.txt"), Mode("bootstrap")));
        Assert.All(zip.Entries, e => Assert.Equal(new DateTime(1980, 1, 1), e.LastWriteTime.DateTime));
    }

    [Fact]
    public async Task A_change_of_content_or_mode_shows()
    {
        Write("code/a.txt", "1");
        var first = await PackAsync("code");
        Write("code/a.txt", "2");
        var second = await PackAsync("code");
        Write("code/a.txt", "1", executable: true);
        Assert.Equal(3, new HashSet<string> { first.Sha256, second.Sha256, (await PackAsync("code")).Sha256 }.Count);
    }

    [Fact]
    public async Task Links_inside_are_followed_and_outside_refused()
    {
        Write("code/real.txt", "real");
        Write("secret.txt", "secret");
        File.CreateSymbolicLink(_folder.Combine("code", "inside.txt"), "real.txt");
        using (var zip = new ZipArchive(new MemoryStream((await PackAsync("code")).Bytes.ToArray())))
        using (var reader = new StreamReader(zip.GetEntry("inside.txt")!.Open()))
            Assert.Equal("real", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));

        File.CreateSymbolicLink(_folder.Combine("code", "outside.txt"), "../secret.txt");
        Assert.Contains("outside", (await Assert.ThrowsAsync<PackageException>(() => PackAsync("code"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_that_link_in_a_circle_end()
    {
        Write("code/a/x.txt", "x");
        Directory.CreateSymbolicLink(_folder.Combine("code", "a", "again"), "../a");
        Assert.Equal(1, (await PackAsync("code")).FileCount);
    }

    [Theory]
    [InlineData("*.md", "docs/read.md", false, true)]
    [InlineData("/read.md", "docs/read.md", false, false)]
    [InlineData("docs/*.md", "docs/read.md", false, true)]
    [InlineData("docs/*.md", "docs/deep/read.md", false, false)]
    [InlineData("docs/**/read.md", "docs/deep/er/read.md", false, true)]
    [InlineData("tests/", "tests", true, true)]
    [InlineData("tests/", "tests", false, false)]
    [InlineData("file?.txt", "file1.txt", false, true)]
    [InlineData("a.txt", "aXtxt", false, false)]
    public void Patterns_match_as_in_a_gitignore(string pattern, string path, bool folder, bool ignored) => Assert.Equal(ignored, new IgnoreRules([pattern]).Ignores(path, folder));

    [Fact]
    public void The_last_match_wins_and_some_files_never_go()
    {
        var rules = new IgnoreRules(["*.txt", "!keep.txt"]);
        Assert.True(rules.Ignores("a.txt", false));
        Assert.False(rules.Ignores("keep.txt", false));
        Assert.True(rules.Ignores(".git", true));
        Assert.True(rules.Ignores("scf.yaml", false));
        Assert.False(rules.Ignores("sub/scf.yaml", false));
    }

    [Fact]
    public async Task Nothing_to_deploy_and_what_is_not_a_zip_are_refused()
    {
        Directory.CreateDirectory(_folder.Combine("empty"));
        Write("fake.zip", "not a zip");
        Assert.Contains("no files", (await Assert.ThrowsAsync<PackageException>(() => PackAsync("empty"))).Message, StringComparison.Ordinal);
        Assert.Contains("not a zip", (await Assert.ThrowsAsync<PackageException>(() => PackAsync("fake.zip"))).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<PackageException>(() => PackAsync("nothing"))).Message, StringComparison.Ordinal);
    }

    private Task<CodePackage> PackAsync(string name) => CodePackage.FromPathAsync(_folder.Combine(name), new IgnoreRules([]), TestContext.Current.CancellationToken);

    private void Write(string name, string text, bool executable = false)
    {
        var path = _folder.Combine(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (executable) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
    }
}
