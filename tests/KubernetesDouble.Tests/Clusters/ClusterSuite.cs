using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ScfAspire.KubernetesDouble.Tests.Clusters;

/// <summary>Tests that hold for every API server, each in a namespace of its own.</summary>
public abstract class ClusterSuite(ITestCluster cluster) : IAsyncLifetime
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected ITestCluster Cluster => cluster;

    protected Kubernetes Client => cluster.Client;

    /// <summary>The namespace of this test.</summary>
    protected string Space { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var space = await Client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { GenerateName = "suite-" } }, cancellationToken: Stop);
        Space = space.Metadata.Name;
        await ScfAspire.TestKit.Simulation.Eventually.TrueAsync(
            async () => (await Client.CoreV1.ListNamespacedServiceAccountAsync(Space, cancellationToken: Stop)).Items.Any(account => account.Metadata.Name == "default"), "an account in the namespace");
        await PrepareAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Client.CoreV1.DeleteNamespaceAsync(Space, cancellationToken: CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    /// <summary>What a suite needs beside its namespace.</summary>
    protected virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;

    protected Task<V1ConfigMap> CreateMapAsync(string name, Action<V1ConfigMap>? change = null)
    {
        var map = new V1ConfigMap { Metadata = new() { Name = name }, Data = new Dictionary<string, string> { ["a"] = "1" } };
        change?.Invoke(map);
        return Client.CoreV1.CreateNamespacedConfigMapAsync(map, Space, cancellationToken: Stop);
    }

    /// <summary>The refusal that a call ends with.</summary>
    protected static async Task<V1Status> RefusedAsync(HttpStatusCode code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<HttpOperationException>(call);
        Assert.Equal(code, refused.Response.StatusCode);
        var status = KubernetesJson.Deserialize<V1Status>(refused.Response.Content);
        Assert.Equal("Failure", status.Status);
        Assert.Equal((int)code, status.Code);
        return status;
    }
}
