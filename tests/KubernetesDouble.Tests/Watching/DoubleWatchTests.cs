using k8s;
using ScfAspire.KubernetesDouble.Tests.Clusters;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.KubernetesDouble.Tests.Watching;

public sealed class DoubleWatchTests(DoubleCluster cluster) : WatchSuite(cluster), IClassFixture<DoubleCluster>
{
    [Fact]
    public async Task A_version_that_has_been_forgotten_has_expired()
    {
        var version = await VersionAsync();
        await CreateMapAsync("one");
        cluster.Server.ExpireVersions();

        await using var watch = Watch(version);

        await watch.EndedAsync();
        var error = Assert.IsType<KubernetesException>(Assert.Single(watch.Errors));
        Assert.Equal(410, error.Status.Code);
        Assert.Equal("Expired", error.Status.Reason);
    }

    [Fact]
    public async Task A_bookmark_tells_how_far_a_watch_has_come()
    {
        await using var watch = Watch(await VersionAsync(), "metadata.name=other", bookmarks: true);
        await Eventually.TrueAsync(() => cluster.Server.Watches.Contains("configmaps"), "the watch open");
        var map = await CreateMapAsync("one");

        cluster.Server.SendBookmarks();

        var (kind, bookmark) = await watch.NextAsync();
        Assert.Equal(WatchEventType.Bookmark, kind);
        Assert.True(long.Parse(bookmark.Metadata.ResourceVersion) >= long.Parse(map.Metadata.ResourceVersion));
    }

    [Fact]
    public async Task A_connection_breaks_on_demand_and_a_new_watch_goes_on()
    {
        var version = await VersionAsync();
        await using var broken = Watch(version);
        await CreateMapAsync("one");
        await broken.NextAsync();

        cluster.Server.DropWatches();
        await broken.EndedAsync();

        await using var again = Watch(version);
        Assert.Equal("one", (await again.NextAsync()).Map.Metadata.Name);
    }
}
