using System.Security.Cryptography;
using ScfAspire.RuntimeAgent.Packages;
using ScfAspire.RuntimeAgent.Tests.Doubles;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.RuntimeAgent.Tests;

public sealed class PackageCacheTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_failure_that_nobody_foresaw_is_not_kept()
    {
        var zip = FunctionPackage.Zip(("index.js", "1"));
        var source = new FlakySource(zip);
        var cache = new PackageCache(_folder.Combine("packages"), source);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(zip));

        var failure = await Assert.ThrowsAsync<PackageException>(() => cache.EnsureAsync(sha256, TestContext.Current.CancellationToken));
        var folder = await cache.EnsureAsync(sha256, TestContext.Current.CancellationToken);

        Assert.Equal(500, failure.StatusCode);
        Assert.True(File.Exists(Path.Combine(folder, "index.js")));
    }

    [Fact]
    public async Task What_was_sent_along_is_checked_and_not_asked_for()
    {
        var zip = FunctionPackage.Zip(("index.js", "1"));
        var cache = new PackageCache(_folder.Combine("packages"), new NoSource());

        var failure = await Assert.ThrowsAsync<PackageException>(() => cache.EnsureAsync(Sha256Of(zip), FunctionPackage.Zip(("index.js", "2")), TestContext.Current.CancellationToken));
        var folder = await cache.EnsureAsync(Sha256Of(zip), zip, TestContext.Current.CancellationToken);

        Assert.StartsWith("The code package that was sent is not the one asked for", failure.Message, StringComparison.Ordinal);
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(folder, "index.js"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_packages_that_were_prepared_and_never_needed_the_oldest_make_way()
    {
        var cache = new PackageCache(_folder.Combine("packages"), new NoSource());
        var zips = Enumerable.Range(0, PackageLimits.Prepared + 2).Select(number => FunctionPackage.Zip(("index.js", $"{number}"))).ToArray();
        await cache.PrepareAsync(Sha256Of(zips[0]), zips[0], TestContext.Current.CancellationToken);
        var needed = await cache.EnsureAsync(Sha256Of(zips[0]), TestContext.Current.CancellationToken);

        foreach (var zip in zips[1..]) await cache.PrepareAsync(Sha256Of(zip), zip, TestContext.Current.CancellationToken);

        Assert.Equal("0", await File.ReadAllTextAsync(Path.Combine(needed, "index.js"), TestContext.Current.CancellationToken));
        Assert.False(cache.Has(Sha256Of(zips[1])));
        Assert.True(zips[2..].All(zip => cache.Has(Sha256Of(zip))));
        var again = await cache.EnsureAsync(Sha256Of(zips[1]), zips[1], TestContext.Current.CancellationToken);
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(again, "index.js"), TestContext.Current.CancellationToken));
    }

    private static string Sha256Of(byte[] zip) => Convert.ToHexStringLower(SHA256.HashData(zip));

    private sealed class NoSource : IPackageSource
    {
        public Task DownloadAsync(string sha256, Stream destination, CancellationToken cancellationToken) => throw new PackageException($"{sha256} was asked for.");
    }

    private sealed class FlakySource(byte[] zip) : IPackageSource
    {
        private bool _failed;

        public async Task DownloadAsync(string sha256, Stream destination, CancellationToken cancellationToken)
        {
            if (!_failed)
            {
                _failed = true;
                throw new NotSupportedException("out of the blue");
            }

            await destination.WriteAsync(zip, cancellationToken);
        }
    }
}
