using k8s;
using k8s.Models;
using ScfAspire.Api.Permissions;
using ScfAspire.Api.Permissions.Kubernetes;
using ScfAspire.Operator.Tests.World;

namespace ScfAspire.Operator.Tests.Access;

/// <summary>Credentials of the SCF interface are subjects of the cluster.</summary>
public sealed class CredentialTests(DoubleWorld world) : WorldTests(world), IClassFixture<DoubleWorld>
{
    [Theory]
    [InlineData(OperatorWorld.MappedId, "User", OperatorWorld.MappedUser)]
    [InlineData(OperatorWorld.MappedId, "Group", "testers")]
    [InlineData("AKIDOTHER", "User", "scf:AKIDOTHER")]
    [InlineData("AKIDOTHER", "Group", "scf:credentials")]
    public async Task A_credential_has_the_rights_of_its_subject(string secretId, string kind, string subject)
    {
        var (here, elsewhere) = (await World.MakeNamespaceAsync(), await World.MakeNamespaceAsync());
        await World.Cluster.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
            new()
            {
                Metadata = new() { Name = "editors" },
                RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = "edit" },
                Subjects = [new Rbacv1Subject { ApiGroup = "rbac.authorization.k8s.io", Kind = kind, Name = subject }],
            },
            here,
            cancellationToken: Stop);

        Assert.True(await World.Permissions.IsAllowedAsync(new(secretId, "invoke", "invocations", here), Stop));
        Assert.False(await World.Permissions.IsAllowedAsync(new(secretId, "invoke", "invocations", elsewhere), Stop));
        Assert.False(await World.Permissions.IsAllowedAsync(new(secretId, "create", "namespaces", here), Stop));
    }

    [Fact]
    public async Task The_first_credential_administers() =>
        Assert.True(await World.Permissions.IsAllowedAsync(new(OperatorWorld.AdminId, "create", "namespaces", "shop"), Stop));

    public static TheoryData<string, string, string> Permissions => new()
    {
        { "get", "functions", "get functions" },
        { "list", "aliases", "list functions" },
        { "create", "functions", "create functions" },
        { "delete", "functions", "delete functions" },
        { "create", "triggers", "update functions" },
        { "delete", "aliases", "update functions" },
        { "create", "versions", "create functions/publish" },
        { "delete", "versions", "delete functions/publish" },
        { "list", "versions", "list functions" },
        { "invoke", "invocations", "create functions/invoke" },
        { "get", "invocations", "create functions/invoke" },
        { "list", "records", "get functions/logs" },
        { "list", "namespaces", "list functions" },
        { "create", "namespaces", "create namespaces" },
        { "delete", "namespaces", "delete namespaces" },
    };

    [Theory]
    [MemberData(nameof(Permissions))]
    public void Every_permission_is_one_of_the_cluster(string verb, string resource, string expected)
    {
        var action = ResourceAction.Of(new("AKIDx", verb, resource, "shop"));

        Assert.Equal(expected, $"{action.Verb} {action.Resource}{(action.Subresource.Length > 0 ? $"/{action.Subresource}" : "")}");
    }
}
