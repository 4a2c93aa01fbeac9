using ScfAspire.Core.Names;
using ScfAspire.Operator.Functions;
using ScfAspire.Operator.Namespaces;
using ScfAspire.Operator.Resources;
using ScfAspire.Operator.Versions;

namespace ScfAspire.Operator.Tests.Plans;

public sealed class NameTests
{
    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("a23456789-b23456789-c23456789", "a23456789-b23456789-c23456789")]
    public void A_namespace_keeps_its_name_where_it_can(string cluster, string expected) => Assert.Equal(expected, NamespaceNames.OfCluster(cluster));

    [Fact]
    public void Long_names_of_namespaces_stay_apart()
    {
        var (one, two) = (NamespaceNames.OfCluster(new string('a', 62) + "1"), NamespaceNames.OfCluster(new string('a', 62) + "2"));

        Assert.NotEqual(one, two);
        Assert.All([one, two], name => Assert.True(NameRules.IsNamespaceName(name), name));
    }

    [Fact]
    public void The_oldest_object_has_the_function()
    {
        var at = new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
        FunctionObject Item(string name, int age, string space = "shop") => new()
        {
            Metadata = new() { Name = name, Namespace = space, Uid = $"{space}/{name}", CreationTimestamp = at.AddSeconds(-age) }, Spec = new() { FunctionName = "same" },
        };
        FunctionObject[] all = [Item("a", 1), Item("b", 2), Item("c", 2), Item("d", 9, "other")];

        Assert.Equal("b", FunctionClaims.EarlierThan(all[0], all)?.Metadata.Name);
        Assert.Null(FunctionClaims.EarlierThan(all[1], all));
        Assert.Equal("b", FunctionClaims.EarlierThan(all[2], all)?.Metadata.Name);
        Assert.Null(FunctionClaims.EarlierThan(all[3], all));
    }

    [Fact]
    public void A_version_says_whose_it_is_however_long_its_description()
    {
        FunctionVersionObject Item(string text) => new() { Metadata = new() { Uid = "f3a9" }, Spec = new() { Description = text } };

        Assert.Equal("[f3a9]", VersionMark.Description(Item("")));
        Assert.Equal("first [f3a9]", VersionMark.Description(Item("first")));
        Assert.Equal(1_000, VersionMark.Description(Item(new string('x', 1_000))).Length);
    }
}
