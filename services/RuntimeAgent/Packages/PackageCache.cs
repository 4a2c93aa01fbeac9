using System.Collections.Concurrent;
using System.Security.Cryptography;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Runtimes;

namespace ScfAspire.RuntimeAgent.Packages;

/// <summary>Code packages of this machine by content address: each is fetched and unpacked once, and then only linked.</summary>
internal sealed class PackageCache
{
    private readonly string _folder;
    private readonly IPackageSource _source;
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _packages = new();

    // Prepared and not needed so far, the oldest first; the lock is also held while one is taken away or comes into use.
    private readonly List<string> _unused = [];
    private readonly Lock _gate = new();
    private int _removed;

    public PackageCache(string folder, IPackageSource source)
    {
        _folder = Path.GetFullPath(folder);
        _source = source;
        Directory.CreateDirectory(_folder);
        foreach (var unfinished in Directory.EnumerateFileSystemEntries(_folder, "*.part*")) Remove(unfinished);
    }

    /// <summary>The package is on this machine already.</summary>
    public bool Has(string sha256) => Directory.Exists(FolderOf(sha256));

    /// <summary>The folder of the unpacked package.</summary>
    /// <exception cref="PackageException">It cannot be had.</exception>
    public Task<string> EnsureAsync(string sha256, CancellationToken cancellationToken) => EnsureAsync(sha256, default, cancellationToken);

    /// <summary>The same, with the package at hand where its source has sent it already.</summary>
    /// <exception cref="PackageException">It cannot be had.</exception>
    public async Task<string> EnsureAsync(string sha256, ReadOnlyMemory<byte> sent, CancellationToken cancellationToken)
    {
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)) throw new PackageException($"\"{sha256}\" is no SHA-256 of a code package.");
        Lazy<Task<string>> package;
        lock (_gate)
        {
            _unused.Remove(sha256);
            package = Entry(sha256, sent);
        }

        return await FolderAsync(sha256, package, cancellationToken);
    }

    /// <summary>Unpacks a package that may be needed soon. Of those that never were, the oldest make way.</summary>
    /// <exception cref="PackageException">It cannot be had.</exception>
    public async Task PrepareAsync(string sha256, ReadOnlyMemory<byte> sent, CancellationToken cancellationToken)
    {
        string? surplus = null;
        Lazy<Task<string>> package;
        lock (_gate)
        {
            if (_packages.ContainsKey(sha256) || Has(sha256)) return;
            package = Entry(sha256, sent);
            _unused.Add(sha256);
            if (_unused.Count > PackageLimits.Prepared) surplus = TakeAway(_unused[0]);
        }

        if (surplus is not null) Remove(surplus);
        await FolderAsync(sha256, package, cancellationToken);
    }

    private Lazy<Task<string>> Entry(string sha256, ReadOnlyMemory<byte> sent) => _packages.GetOrAdd(sha256, sha => new Lazy<Task<string>>(() => FetchAsync(sha, sent)));

    // Out of everybody's sight at once; deleting its files takes longer.
    private string? TakeAway(string sha256)
    {
        _unused.Remove(sha256);
        _packages.TryRemove(sha256, out _);
        if (!Has(sha256)) return null;
        var aside = $"{FolderOf(sha256)}.part{++_removed}";
        Directory.Move(FolderOf(sha256), aside);
        return aside;
    }

    private async Task<string> FolderAsync(string sha256, Lazy<Task<string>> package, CancellationToken cancellationToken)
    {
        try
        {
            return await package.Value.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (package.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            // Whatever it was, the next instance tries again.
            _packages.TryRemove(new(sha256, package));
            if (e is PackageException) throw;
            cancellationToken.ThrowIfCancellationRequested();
            throw new PackageException($"The code package cannot be kept: {e.Message}", e) { StatusCode = ScfStatus.Internal };
        }
    }

    // Not cancelled with the first who asks: others may wait for the same package.
    private async Task<string> FetchAsync(string sha256, ReadOnlyMemory<byte> sent)
    {
        var folder = FolderOf(sha256);
        if (Directory.Exists(folder)) return folder;
        var zip = $"{folder}.part.zip";
        var unpacked = $"{folder}.part";
        try
        {
            if (sent.IsEmpty)
            {
                await using var file = await DownloadAsync(sha256, zip);
                PackageUnpacker.Unpack(file, unpacked);
            }
            else
            {
                Check(sha256, SHA256.HashData(sent.Span));
                PackageUnpacker.Unpack(new MemoryStream(sent.ToArray(), writable: false), unpacked);
            }

            Directory.Move(unpacked, folder);
            return folder;
        }
        finally
        {
            Remove(zip);
            Remove(unpacked);
        }
    }

    private async Task<FileStream> DownloadAsync(string sha256, string zip)
    {
        var file = new FileStream(zip, FileMode.Create, FileAccess.ReadWrite);
        try
        {
            await _source.DownloadAsync(sha256, file, CancellationToken.None);
            file.Position = 0;
            Check(sha256, await SHA256.HashDataAsync(file));
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static void Check(string sha256, byte[] hash)
    {
        var actual = Convert.ToHexStringLower(hash);
        if (actual != sha256) throw new PackageException($"The code package that was sent is not the one asked for: it is {actual}.") { StatusCode = ScfStatus.Internal };
    }

    /// <summary>Makes an unpacked package visible in another folder by hard links; files that are there already are replaced.</summary>
    public static void Link(string package, string folder)
    {
        foreach (var source in Directory.EnumerateDirectories(package))
        {
            var info = new DirectoryInfo(source);
            var target = Path.Combine(folder, info.Name);
            if (info.LinkTarget is not null)
            {
                LinkEntry(source, target);
                continue;
            }

            if (File.Exists(target)) File.Delete(target);
            Directory.CreateDirectory(target, (UnixFileMode)0b111_101_101);
            Link(source, target);
        }

        foreach (var source in Directory.EnumerateFiles(package)) LinkEntry(source, Path.Combine(folder, Path.GetFileName(source)));
    }

    private static void LinkEntry(string source, string target)
    {
        if (Path.Exists(target)) Remove(target);
        if (LibC.Link(source, target) != 0) throw LibC.Failure(target);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }

    private string FolderOf(string sha256) => Path.Combine(_folder, sha256);
}
