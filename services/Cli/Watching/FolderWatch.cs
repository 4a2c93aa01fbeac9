using System.Threading.Channels;
using ScfAspire.Client.Packages;

namespace ScfAspire.Cli.Watching;

/// <summary>Tells when files of some folders have changed; a burst of changes counts once.</summary>
internal sealed class FolderWatch : IDisposable
{
    // Editors write a file in several steps within a few milliseconds of each other.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly TimeProvider _time;

    public FolderWatch(IEnumerable<(string Folder, IgnoreRules Ignore)> folders, TimeProvider time)
    {
        _time = time;
        foreach (var (folder, ignore) in folders)
        {
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
            FileSystemEventHandler changed = (_, change) => Offer(folder, change.FullPath, ignore);
            watcher.Changed += changed;
            watcher.Created += changed;
            watcher.Deleted += changed;
            watcher.Renamed += (_, change) => Offer(folder, change.FullPath, ignore);
            // Too many changes to name: something changed for sure.
            watcher.Error += (_, _) => _changes.Writer.TryWrite(folder);
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
    }

    /// <summary>Waits for a change, then for the end of its burst.</summary>
    /// <returns>The first path of the burst.</returns>
    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        var first = await _changes.Reader.ReadAsync(cancellationToken);
        while (true)
        {
            using var quiet = new CancellationTokenSource(Quiet, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, cancellationToken);
            try
            {
                await _changes.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return first;
            }
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers) watcher.Dispose();
    }

    private void Offer(string folder, string path, IgnoreRules ignore)
    {
        var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        if (!IsIgnored(name, ignore)) _changes.Writer.TryWrite(path);
    }

    // A file in an ignored folder is ignored too, which the rules know of the folder only. A change of scf.yaml counts, though it is not packed.
    private static bool IsIgnored(string name, IgnoreRules ignore)
    {
        if (name is "scf.yaml" or "scf.yml") return false;
        for (var end = name.IndexOf('/', StringComparison.Ordinal); end >= 0; end = name.IndexOf('/', end + 1))
            if (ignore.Ignores(name[..end], isFolder: true)) return true;
        return ignore.Ignores(name, isFolder: false);
    }
}
