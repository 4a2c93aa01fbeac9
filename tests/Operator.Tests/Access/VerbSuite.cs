using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using k8s;
using k8s.Models;
using ScfAspire.Operator.Tests.World;
using ScfAspire.TestKit.Simulation;
using ScfAspire.V1;

namespace ScfAspire.Operator.Tests.Access;

/// <summary>The cluster's access rules decide, verb by verb, for callers with the cluster's tokens.</summary>
public abstract class VerbSuite(OperatorWorld world) : WorldTests(world)
{
    private static readonly (string Resource, string Verb)[] All =
    [
        ("functions", "get"), ("functions", "list"), ("functions", "create"), ("functions", "update"), ("functions", "delete"),
        ("functions/invoke", "create"), ("functions/logs", "get"), ("functions/publish", "create"),
    ];

    public static TheoryData<string, string> Verbs
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (resource, verb) in All) rows.Add(resource, verb);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_verb_allows_its_calls_and_nothing_else_does(string resource, string verb)
    {
        var space = await World.MakeNamespaceAsync();
        var alone = await CallerAsync(space, "alone", (resource, verb));
        var others = await CallerAsync(space, "others", [.. All.Where(each => each != (resource, verb))]);

        foreach (var each in All)
        {
            var (allowed, denied) = each == (resource, verb) ? (alone, others) : (others, alone);
            // Whatever comes of the call: it is not for want of a right.
            Assert.NotEqual(StatusCode.PermissionDenied, await CallAsync(space, each, allowed));
            Assert.Equal(StatusCode.PermissionDenied, await CallAsync(space, each, denied));
        }
    }

    [Fact]
    public async Task Who_may_only_get_functions_cannot_invoke_one()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "hello", Spec());
        await ReadyAsync("functions", space, "hello");
        var caller = await CallerAsync(space, "reader", ("functions", "get"));

        Assert.Equal(StatusCode.OK, await CallAsync(space, ("functions", "get"), caller));
        Assert.Equal(StatusCode.PermissionDenied, await CallAsync(space, ("functions/invoke", "create"), caller));
    }

    [Fact]
    public async Task The_roles_of_the_cluster_have_their_part()
    {
        var space = await World.MakeNamespaceAsync();
        var viewer = await BoundAsync(space, "viewer", "view", ("functions", "get"));
        var editor = await BoundAsync(space, "editor", "edit", ("functions/invoke", "create"));

        Assert.NotEqual(StatusCode.PermissionDenied, await CallAsync(space, ("functions", "get"), viewer));
        Assert.NotEqual(StatusCode.PermissionDenied, await CallAsync(space, ("functions/logs", "get"), viewer));
        Assert.Equal(StatusCode.PermissionDenied, await CallAsync(space, ("functions/invoke", "create"), viewer));
        foreach (var each in All) Assert.NotEqual(StatusCode.PermissionDenied, await CallAsync(space, each, editor));
        Assert.Equal(StatusCode.PermissionDenied, await CallAsync(await World.MakeNamespaceAsync(), ("functions", "get"), editor));
    }

    [Fact]
    public async Task REST_takes_the_same_tokens()
    {
        var space = await World.MakeNamespaceAsync();
        var reader = await CallerAsync(space, "reader", ("functions", "list"));
        var nobody = await CallerAsync(space, "nobody");

        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(reader));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(nobody));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("made up"));

        async Task<HttpStatusCode> GetAsync(string token)
        {
            using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
            using var response = await http.GetAsync($"http://127.0.0.1:{World.HttpPort}/v1/namespaces/{space}/functions", Stop);
            return response.StatusCode;
        }
    }

    private protected async Task<StatusCode> CallAsync(string space, (string Resource, string Verb) what, string token)
    {
        using var channel = World.Channel();
        var headers = new Metadata { { "authorization", $"Bearer {token}" } };
        var functions = new FunctionService.FunctionServiceClient(channel);
        var (parent, name) = ($"namespaces/{space}", $"namespaces/{space}/functions/hello");
        try
        {
            switch (what)
            {
                case ("functions", "get"): await functions.GetFunctionAsync(new() { Name = name }, headers, cancellationToken: Stop); break;
                case ("functions", "list"): await functions.ListFunctionsAsync(new() { Parent = parent }, headers, cancellationToken: Stop); break;
                case ("functions", "create"): await functions.CreateFunctionAsync(new() { Parent = parent, FunctionId = "hello", Function = new() }, headers, cancellationToken: Stop); break;
                case ("functions", "update"): await functions.UpdateFunctionAsync(new() { Function = new() { Name = name, Description = "x" } }, headers, cancellationToken: Stop); break;
                case ("functions", "delete"): await functions.DeleteFunctionAsync(new() { Name = name }, headers, cancellationToken: Stop); break;
                case ("functions/invoke", _): await new InvocationService.InvocationServiceClient(channel).InvokeAsync(new InvokeRequest { Name = name }, headers, cancellationToken: Stop); break;
                case ("functions/logs", _): await new LogService.LogServiceClient(channel).ListRecordsAsync(new() { Parent = name }, headers, cancellationToken: Stop); break;
                case ("functions/publish", _): await new VersionService.VersionServiceClient(channel).PublishVersionAsync(new() { Name = name }, headers, cancellationToken: Stop); break;
                default: throw new ArgumentException($"{what} is called by nothing.", nameof(what));
            }
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private protected async Task<string> CallerAsync(string space, string name, params (string Resource, string Verb)[] rights)
    {
        var role = new V1Role
        {
            Metadata = new() { Name = name },
            Rules = [.. rights.Select(right => new V1PolicyRule { ApiGroups = ["scfaspire.io"], Resources = [right.Resource], Verbs = [right.Verb] })],
        };
        await World.Cluster.RbacAuthorizationV1.CreateNamespacedRoleAsync(role, space, cancellationToken: Stop);
        return await BoundAsync(space, name, name, rights.FirstOrDefault(("", "")), "Role");
    }

    private async Task<string> BoundAsync(string space, string name, string role, (string Resource, string Verb) right, string kind = "ClusterRole")
    {
        await World.Cluster.CoreV1.CreateNamespacedServiceAccountAsync(new() { Metadata = new() { Name = name } }, space, cancellationToken: Stop);
        await World.Cluster.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
            new()
            {
                Metadata = new() { Name = name },
                RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = kind, Name = role },
                Subjects = [new() { Kind = "ServiceAccount", Name = name, NamespaceProperty = space }],
            },
            space,
            cancellationToken: Stop);
        // A cluster may take a moment to know its rules, and the Api remembers what it was told.
        if (right.Resource.Length > 0) await Eventually.TrueAsync(async () => await MayAsync(space, name, right), $"{name} may {right}");
        return (await World.Cluster.CoreV1.CreateNamespacedServiceAccountTokenAsync(new() { Spec = new() { Audiences = [] } }, name, space, cancellationToken: Stop)).Status.Token;
    }

    private async Task<bool> MayAsync(string space, string account, (string Resource, string Verb) right)
    {
        var path = right.Resource.Split('/');
        var review = await World.Cluster.AuthorizationV1.CreateSubjectAccessReviewAsync(
            new()
            {
                Spec = new()
                {
                    User = $"system:serviceaccount:{space}:{account}",
                    ResourceAttributes = new() { Group = "scfaspire.io", Resource = path[0], Subresource = path.Length > 1 ? path[1] : "", Verb = right.Verb, NamespaceProperty = space },
                },
            },
            cancellationToken: Stop);
        return review.Status.Allowed;
    }
}
