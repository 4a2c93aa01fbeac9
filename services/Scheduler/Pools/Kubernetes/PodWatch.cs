using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ScfAspire.ServiceDefaults.Lifetime;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>
/// The pods of one pool, kept up to date by one list and one watch. A watch that ends goes on from where it was; one whose version is forgotten lists anew, and what
/// went meanwhile is told as deleted.
/// </summary>
internal sealed partial class PodWatch(string pool, ClusterApi api, string selector, TimeProvider time, ILogger logger)
{
    private const int PageSize = 500;

    // A watch of the API server's own accord ends after some minutes; one that says nothing for longer is broken.
    private const int WatchSeconds = 290;
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(WatchSeconds + 30);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200), LastRetry = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, V1Pod> _pods = [];
    private readonly Dictionary<string, Dictionary<string, V1Pod>> _byKey = [];
    private volatile bool _synced;

    /// <summary>A pod has come or changed, or is gone. Called in order, on the watch's own flow; must not block.</summary>
    public event Action<PodChange>? Changed;

    /// <summary>The pods are known, and the API server answers.</summary>
    public bool IsSynced => _synced;

    /// <summary>What was wrong last; empty while nothing is.</summary>
    public string Trouble { get; private set; } = "";

    public IReadOnlyList<V1Pod> Pods
    {
        get
        {
            lock (_gate) return [.. _pods.Values];
        }
    }

    /// <summary>The pods of one warm key.</summary>
    public IReadOnlyList<V1Pod> PodsOf(string key)
    {
        lock (_gate) return _byKey.TryGetValue(key, out var pods) ? [.. pods.Values] : [];
    }

    public V1Pod? Find(string name)
    {
        lock (_gate) return _pods.GetValueOrDefault(name);
    }

    /// <summary>Takes in what a request has answered: it is known before the watch says it.</summary>
    public void Add(V1Pod pod)
    {
        lock (_gate)
        {
            if (!_pods.ContainsKey(pod.Metadata.Name)) Store(pod);
        }
    }

    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var standing = new ConnectionStanding();
        var retry = FirstRetry;
        string? version = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (version is null)
                {
                    version = await ListAsync(stoppingToken);
                }

                (_synced, Trouble, retry) = (true, "", FirstRetry);
                standing.Stands();
                version = await FollowAsync(version, stoppingToken);
                continue;
            }
            catch (Exception e) when (IsExpired(e))
            {
                version = null;
                continue;
            }
            catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException or KubernetesException or OperationCanceledException or System.Text.Json.JsonException)
            {
                if (stoppingToken.IsCancellationRequested) return;
                (_synced, Trouble) = (false, e.Message);
                var level = standing.Failed();
                LogBroken(level, pool, e.Message);
            }

            await Task.Delay(retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
        }
    }

    private async Task<string> ListAsync(CancellationToken stoppingToken)
    {
        HashSet<string> there = [];
        string? next = null, version;
        do
        {
            using var limit = Limited(TimeSpan.FromSeconds(60), stoppingToken);
            var page = await api.Core.ListPodForAllNamespacesAsync(labelSelector: selector, limit: PageSize, continueParameter: next, cancellationToken: limit.Token);
            foreach (var pod in page.Items)
            {
                there.Add(pod.Metadata.Name);
                Put(pod);
            }

            (next, version) = (page.Metadata.ContinueProperty, page.Metadata.ResourceVersion);
        }
        while (!string.IsNullOrEmpty(next));

        LogListed(pool, there.Count);
        foreach (var gone in Pods.Where(pod => !there.Contains(pod.Metadata.Name))) Remove(gone);
        return version;
    }

    // From the version that a former watch came to.
    private async Task<string> FollowAsync(string version, CancellationToken stoppingToken)
    {
        using var limit = Limited(SilenceLimit, stoppingToken);
        var watch = api.Core.WatchListPodForAllNamespacesAsync(
            allowWatchBookmarks: true, labelSelector: selector, resourceVersion: version, timeoutSeconds: WatchSeconds, cancellationToken: limit.Token);
        await foreach (var (type, pod) in watch)
        {
            if (type == WatchEventType.Error) throw new KubernetesException(new V1Status { Code = (int)HttpStatusCode.Gone, Message = "The watch was ended by the API server." });
            version = pod.Metadata.ResourceVersion ?? version;
            if (type == WatchEventType.Deleted) Remove(pod);
            else if (type != WatchEventType.Bookmark) Put(pod);
        }

        return version;
    }

    private void Put(V1Pod pod)
    {
        V1Pod? former;
        lock (_gate)
        {
            former = _pods.GetValueOrDefault(pod.Metadata.Name);
            Store(pod);
        }

        Changed?.Invoke(new PodChange(former, pod, IsGone: false));
    }

    private void Remove(V1Pod pod)
    {
        V1Pod? former;
        lock (_gate)
        {
            if (_pods.Remove(pod.Metadata.Name, out former) && _byKey.TryGetValue(KeyOf(former), out var alike))
            {
                alike.Remove(pod.Metadata.Name);
                if (alike.Count == 0) _byKey.Remove(KeyOf(former));
            }
        }

        Changed?.Invoke(new PodChange(former, pod, IsGone: true));
    }

    private void Store(V1Pod pod)
    {
        _pods[pod.Metadata.Name] = pod;
        if (!_byKey.TryGetValue(KeyOf(pod), out var alike)) _byKey[KeyOf(pod)] = alike = [];
        alike[pod.Metadata.Name] = pod;
    }

    private static string KeyOf(V1Pod pod) => pod.Label(PodLabels.Key);

    private static bool IsExpired(Exception e) => e switch
    {
        KubernetesException kubernetes => kubernetes.Status?.Code == (int)HttpStatusCode.Gone,
        HttpOperationException http => http.Response.StatusCode == HttpStatusCode.Gone,
        _ => false,
    };

    private static CancellationTokenSource Limited(TimeSpan limit, CancellationToken stoppingToken)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limited.CancelAfter(limit);
        return limited;
    }
}
