using System.Net;
using System.Threading.RateLimiting;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>The few requests that a pool makes of its cluster, no more in a time than the cluster's options allow.</summary>
internal sealed class ClusterApi : IDisposable
{
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly k8s.Kubernetes _client;
    private readonly TokenBucketRateLimiter _rate;
    private readonly TimeProvider _time;

    public ClusterApi(KubernetesClientConfiguration configuration, ClusterOptions options, TimeProvider time)
    {
        _client = new k8s.Kubernetes(configuration);
        // Watches stand for long, and say so themselves when they break.
        _client.HttpClient.Timeout = Timeout.InfiniteTimeSpan;
        _time = time;
        _rate = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, options.Burst),
            TokensPerPeriod = Math.Max(1, options.RequestsPerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            QueueLimit = MostWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public ICoreV1Operations Core => _client.CoreV1;

    /// <exception cref="PodRefusalException">It was not made.</exception>
    public Task<V1Pod> CreatePodAsync(V1Pod pod, CancellationToken cancellationToken) =>
        AskAsync(token => Core.CreateNamespacedPodAsync(pod, pod.Metadata.NamespaceProperty, cancellationToken: token), cancellationToken);

    /// <summary>Ends a pod; one that is gone is gone.</summary>
    /// <exception cref="PodRefusalException">It was not asked for.</exception>
    public async Task DeletePodAsync(string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(token => Core.DeleteNamespacedPodAsync(name, ns, cancellationToken: token), cancellationToken);
        }
        catch (PodRefusalException e) when (e.InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.NotFound })
        {
            // Somebody was faster.
        }
    }

    /// <exception cref="PodRefusalException">It was not changed.</exception>
    public Task PatchPodAsync(string ns, string name, JsonObject mergePatch, CancellationToken cancellationToken) =>
        AskAsync(token => Core.PatchNamespacedPodAsync(new V1Patch(mergePatch.ToJsonString(), V1Patch.PatchType.MergePatch), name, ns, cancellationToken: token), cancellationToken);

    /// <summary>The ConfigMap that owns the pods of a namespace, made where it is not there.</summary>
    /// <exception cref="PodRefusalException">It cannot be had.</exception>
    public async Task<V1OwnerReference> OwnerAsync(string ns, string name, IDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var owner = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = ns, Labels = labels },
            Data = new Dictionary<string, string> { ["about"] = "Owns the function pods of this namespace: deleting it ends them all." },
        };
        V1ConfigMap map;
        try
        {
            map = await AskAsync(token => Core.CreateNamespacedConfigMapAsync(owner, ns, cancellationToken: token), cancellationToken);
        }
        catch (PodRefusalException e) when (e.InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.Conflict })
        {
            map = await AskAsync(token => Core.ReadNamespacedConfigMapAsync(name, ns, cancellationToken: token), cancellationToken);
        }

        return new V1OwnerReference { ApiVersion = "v1", Kind = "ConfigMap", Name = map.Metadata.Name, Uid = map.Metadata.Uid };
    }

    public void Dispose()
    {
        _client.Dispose();
        _rate.Dispose();
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var turn = await _rate.AcquireAsync(1, cancellationToken);
        if (!turn.IsAcquired) throw new PodRefusalException(PodRefusalKind.Away, "Too many requests wait for the API server.");
        using var limit = new CancellationTokenSource(Limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ask(both.Token);
        }
        catch (HttpOperationException e)
        {
            throw new PodRefusalException(KindOf(e), MessageOf(e), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new PodRefusalException(PodRefusalKind.Away, $"The API server cannot be reached: {e.Message}", e);
        }
    }

    private static PodRefusalKind KindOf(HttpOperationException e) => e.Response.StatusCode switch
    {
        HttpStatusCode.Forbidden when MessageOf(e).Contains("exceeded quota", StringComparison.Ordinal) => PodRefusalKind.Quota,
        HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => PodRefusalKind.Away,
        _ => PodRefusalKind.Rejected,
    };

    // The API server's Status object, whose message is for people.
    private static string MessageOf(HttpOperationException e)
    {
        try
        {
            return (string?)(JsonNode.Parse(e.Response.Content ?? "") as JsonObject)?["message"] ?? e.Message;
        }
        catch (System.Text.Json.JsonException)
        {
            return e.Message;
        }
    }
}
