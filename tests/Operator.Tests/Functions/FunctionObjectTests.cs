using ScfAspire.Operator.Tests.World;

namespace ScfAspire.Operator.Tests.Functions;

public sealed class FunctionObjectTests(DoubleWorld world) : FunctionObjectSuite(world), IClassFixture<DoubleWorld>
{
    [Fact]
    public async Task A_broken_watch_goes_on()
    {
        var space = await World.MakeNamespaceAsync();
        world.Server.ExpireVersions();
        world.Server.DropWatches();

        await World.CreateAsync("functions", space, "hello", Spec());

        await ReadyAsync("functions", space, "hello");
    }

    [Fact]
    public async Task What_changes_while_the_connection_is_broken_is_seen_afterwards()
    {
        var space = await World.MakeNamespaceAsync();
        using (world.Server.Faults.Add(KubernetesDouble.Faults.Fault.Broken(request => request.Path.Value!.EndsWith("/functions", StringComparison.Ordinal) && request.Method == "GET")))
        {
            world.Server.DropWatches();
            await World.CreateAsync("functions", space, "hello", Spec());
        }

        await ReadyAsync("functions", space, "hello");
    }
}
