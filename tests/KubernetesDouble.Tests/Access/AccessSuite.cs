using System.Net;
using k8s;
using k8s.Models;
using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Access;

/// <summary>Who calls, and who may do what.</summary>
public abstract class AccessSuite(ITestCluster cluster) : ClusterSuite(cluster)
{
    [Fact]
    public async Task A_token_of_an_account_tells_who_it_is()
    {
        var token = await TokenAsync("caller");

        var review = await Client.AuthenticationV1.CreateTokenReviewAsync(new() { Spec = new() { Token = token } }, cancellationToken: Stop);

        Assert.True(review.Status.Authenticated);
        Assert.Equal($"system:serviceaccount:{Space}:caller", review.Status.User.Username);
        Assert.Contains($"system:serviceaccounts:{Space}", review.Status.User.Groups);
        Assert.Contains("system:authenticated", review.Status.User.Groups);
        var unknown = await Client.AuthenticationV1.CreateTokenReviewAsync(new() { Spec = new() { Token = "nobody" } }, cancellationToken: Stop);
        Assert.NotEqual(true, unknown.Status.Authenticated);
    }

    [Fact]
    public async Task A_token_is_good_for_its_audience_alone()
    {
        var token = await TokenAsync("caller", "functions");

        Assert.NotEqual(true, (await ReviewAsync()).Status.Authenticated);
        Assert.Equal(["functions"], (await ReviewAsync("functions")).Status.Audiences);
        Task<V1TokenReview> ReviewAsync(params string[] audiences) => Client.AuthenticationV1.CreateTokenReviewAsync(new() { Spec = new() { Token = token, Audiences = audiences } }, cancellationToken: Stop);
    }

    [Fact]
    public async Task A_caller_without_rights_is_refused()
    {
        using var caller = Cluster.ClientOf(await TokenAsync("caller"));

        var status = await RefusedAsync(HttpStatusCode.Forbidden, () => caller.CoreV1.ReadNamespacedConfigMapAsync("one", Space, cancellationToken: Stop));

        Assert.Equal("Forbidden", status.Reason);
        Assert.Equal($"configmaps \"one\" is forbidden: User \"system:serviceaccount:{Space}:caller\" cannot get resource \"configmaps\" in API group \"\" in the namespace \"{Space}\"", status.Message);
        using var nobody = Cluster.ClientOf("nobody");
        await RefusedAsync(HttpStatusCode.Unauthorized, () => nobody.CoreV1.ReadNamespacedConfigMapAsync("one", Space, cancellationToken: Stop));
    }

    [Fact]
    public async Task A_role_allows_what_it_says_and_no_more()
    {
        using var caller = Cluster.ClientOf(await TokenAsync("caller"));
        await BindAsync("caller", "", "configmaps", "get");
        await CreateMapAsync("one");

        Assert.Equal("one", (await caller.CoreV1.ReadNamespacedConfigMapAsync("one", Space, cancellationToken: Stop)).Metadata.Name);
        await RefusedAsync(HttpStatusCode.Forbidden, () => caller.CoreV1.ListNamespacedConfigMapAsync(Space, cancellationToken: Stop));
        await RefusedAsync(HttpStatusCode.Forbidden, () => caller.CoreV1.DeleteNamespacedConfigMapAsync("one", Space, cancellationToken: Stop));
    }

    [Theory]
    [InlineData("get", "", true)]
    [InlineData("create", "invoke", true)]
    [InlineData("create", "", false)]
    [InlineData("get", "logs", false)]
    public async Task A_review_answers_by_verb_and_subresource(string verb, string subresource, bool allowed)
    {
        await AccountAsync("caller");
        await BindAsync("caller", "suite.example.com", "things", "get");
        await BindAsync("caller", "suite.example.com", "things/invoke", "create");

        var review = await Client.AuthorizationV1.CreateSubjectAccessReviewAsync(
            new()
            {
                Spec = new()
                {
                    User = $"system:serviceaccount:{Space}:caller",
                    ResourceAttributes = new() { Group = "suite.example.com", Resource = "things", Subresource = subresource, Verb = verb, NamespaceProperty = Space, Name = "any" },
                },
            },
            cancellationToken: Stop);

        Assert.Equal(allowed, review.Status.Allowed);
    }

    [Fact]
    public async Task An_aggregated_role_takes_in_others()
    {
        await AccountAsync("caller");
        var role = new V1ClusterRole
        {
            Metadata = new() { Name = $"{Space}-view", Labels = new Dictionary<string, string> { ["rbac.authorization.k8s.io/aggregate-to-view"] = "true" } },
            Rules = [new() { ApiGroups = ["suite.example.com"], Resources = [Space], Verbs = ["get"] }],
        };
        await Client.RbacAuthorizationV1.CreateClusterRoleAsync(role, cancellationToken: Stop);
        try
        {
            // Admin takes in edit, and edit takes in view.
            await Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(Binding("caller", "ClusterRole", "admin"), Space, cancellationToken: Stop);

            await ScfAspire.TestKit.Simulation.Eventually.TrueAsync(async () => (await Client.AuthorizationV1.CreateSubjectAccessReviewAsync(
                new()
                {
                    Spec = new()
                    {
                        User = $"system:serviceaccount:{Space}:caller",
                        ResourceAttributes = new() { Group = "suite.example.com", Resource = Space, Verb = "get", NamespaceProperty = Space },
                    },
                },
                cancellationToken: Stop)).Status.Allowed, "the role aggregated");
        }
        finally
        {
            await Client.RbacAuthorizationV1.DeleteClusterRoleAsync(role.Metadata.Name, cancellationToken: CancellationToken.None);
        }
    }

    private Task<V1ServiceAccount> AccountAsync(string name) =>
        Client.CoreV1.CreateNamespacedServiceAccountAsync(new() { Metadata = new() { Name = name } }, Space, cancellationToken: Stop);

    private async Task<string> TokenAsync(string name, params string[] audiences)
    {
        await AccountAsync(name);
        var request = new Authenticationv1TokenRequest { Spec = new() { Audiences = audiences, ExpirationSeconds = 600 } };
        return (await Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, name, Space, cancellationToken: Stop)).Status.Token;
    }

    private async Task BindAsync(string account, string group, string resource, string verb)
    {
        var role = new V1Role
        {
            Metadata = new() { Name = $"{resource.Replace('/', '-')}-{verb}" },
            Rules = [new() { ApiGroups = [group], Resources = [resource], Verbs = [verb] }],
        };
        await Client.RbacAuthorizationV1.CreateNamespacedRoleAsync(role, Space, cancellationToken: Stop);
        await Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(Binding(account, "Role", role.Metadata.Name), Space, cancellationToken: Stop);
    }

    private V1RoleBinding Binding(string account, string kind, string role) => new()
    {
        Metadata = new() { Name = $"{account}-{role}" },
        RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = kind, Name = role },
        Subjects = [new() { Kind = "ServiceAccount", Name = account, NamespaceProperty = Space }],
    };
}
