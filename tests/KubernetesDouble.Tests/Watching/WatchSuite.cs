using System.Threading.Channels;
using k8s;
using k8s.Models;
using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Watching;

/// <summary>Watches.</summary>
public abstract class WatchSuite(ITestCluster cluster) : ClusterSuite(cluster)
{
    [Fact]
    public async Task Changes_are_told_in_order_from_a_version_on()
    {
        await CreateMapAsync("before");
        var version = await VersionAsync();
        var map = await CreateMapAsync("one");
        map.Data["a"] = "2";
        await Client.CoreV1.ReplaceNamespacedConfigMapAsync(map, "one", Space, cancellationToken: Stop);
        await Client.CoreV1.DeleteNamespacedConfigMapAsync("one", Space, cancellationToken: Stop);

        await using var watch = Watch(version);

        Assert.Equal((WatchEventType.Added, "one", "1"), Shown(await watch.NextAsync()));
        Assert.Equal((WatchEventType.Modified, "one", "2"), Shown(await watch.NextAsync()));
        var (kind, last) = await watch.NextAsync();
        Assert.Equal(WatchEventType.Deleted, kind);
        Assert.True(long.Parse(last.Metadata.ResourceVersion) > long.Parse(map.Metadata.ResourceVersion));
    }

    [Fact]
    public async Task Without_a_version_everything_is_told_first()
    {
        await CreateMapAsync("one");
        await using var watch = Watch(null, "metadata.name=one");

        Assert.Equal((WatchEventType.Added, "one", "1"), Shown(await watch.NextAsync()));
        await Client.CoreV1.DeleteNamespacedConfigMapAsync("one", Space, cancellationToken: Stop);
        Assert.Equal(WatchEventType.Deleted, (await watch.NextAsync()).Kind);
    }

    [Fact]
    public async Task What_comes_into_a_selection_is_added_and_what_leaves_it_deleted()
    {
        await using var watch = Watch(await VersionAsync(), labels: "shown=yes");
        await CreateMapAsync("one");
        await LabelAsync("\"yes\"");
        await LabelAsync("null");
        await LabelAsync("\"yes\"");

        Assert.Equal((WatchEventType.Added, "one", "1"), Shown(await watch.NextAsync()));
        Assert.Equal((WatchEventType.Deleted, "one", "1"), Shown(await watch.NextAsync()));
        Assert.Equal((WatchEventType.Added, "one", "1"), Shown(await watch.NextAsync()));
    }

    [Fact]
    public async Task A_watch_ends_at_its_time_limit()
    {
        await using var watch = Watch(await VersionAsync(), seconds: 1);

        await watch.EndedAsync();
    }

    private protected OpenWatch Watch(string? version, string? fields = null, string? labels = null, int? seconds = null, bool? bookmarks = null) => new(onError =>
        Client.CoreV1.WatchListNamespacedConfigMapAsync(
            Space, resourceVersion: version, fieldSelector: fields, labelSelector: labels, timeoutSeconds: seconds, allowWatchBookmarks: bookmarks, onError: onError, cancellationToken: Stop));

    private protected async Task<string> VersionAsync() => (await Client.CoreV1.ListNamespacedConfigMapAsync(Space, cancellationToken: Stop)).Metadata.ResourceVersion;

    private Task<V1ConfigMap> LabelAsync(string value) => Client.CoreV1.PatchNamespacedConfigMapAsync(
        new V1Patch($$$$"""{"metadata":{"labels":{"shown":{{{{value}}}}}}}""", V1Patch.PatchType.MergePatch), "one", Space, cancellationToken: Stop);

    private static (WatchEventType, string, string) Shown((WatchEventType Kind, V1ConfigMap Map) change) => (change.Kind, change.Map.Metadata.Name, change.Map.Data["a"]);

    /// <summary>A watch that is read in the background.</summary>
    private protected sealed class OpenWatch : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        private readonly Channel<(WatchEventType, V1ConfigMap)> _changes = Channel.CreateUnbounded<(WatchEventType, V1ConfigMap)>();
        private readonly Task _reading;

        public OpenWatch(Func<Action<Exception>, IAsyncEnumerable<(WatchEventType, V1ConfigMap)>> open) => _reading = ReadAsync(open);

        /// <summary>What went wrong, as the client tells it.</summary>
        public List<Exception> Errors { get; } = [];

        public async Task<(WatchEventType Kind, V1ConfigMap Map)> NextAsync() => await _changes.Reader.ReadAsync(_end.Token);

        public async Task EndedAsync() => Assert.False(await _changes.Reader.WaitToReadAsync(_end.Token));

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _end.Dispose();
        }

        private async Task ReadAsync(Func<Action<Exception>, IAsyncEnumerable<(WatchEventType, V1ConfigMap)>> open)
        {
            try
            {
                await foreach (var change in open(Errors.Add).WithCancellation(_end.Token)) _changes.Writer.TryWrite(change);
            }
            finally
            {
                _changes.Writer.TryComplete();
            }
        }
    }
}
