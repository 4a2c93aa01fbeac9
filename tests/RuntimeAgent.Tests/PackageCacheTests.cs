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
