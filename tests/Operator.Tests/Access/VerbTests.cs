using ScfAspire.Operator.Tests.World;

namespace ScfAspire.Operator.Tests.Access;

public sealed class VerbTests(DoubleWorld world) : VerbSuite(world), IClassFixture<DoubleWorld>
{
    [Fact]
    public async Task Answers_are_remembered()
    {
        var space = await World.MakeNamespaceAsync();
        var caller = await CallerAsync(space, "reader", ("functions", "list"));
        await CallAsync(space, ("functions", "list"), caller);
        var (reviews, decisions) = (world.Server.Access.Asked("tokenreviews"), world.Server.Access.Asked("subjectaccessreviews"));

        for (var i = 0; i < 5; i++) await CallAsync(space, ("functions", "list"), caller);

        Assert.Equal((reviews, decisions), (world.Server.Access.Asked("tokenreviews"), world.Server.Access.Asked("subjectaccessreviews")));
    }
}
