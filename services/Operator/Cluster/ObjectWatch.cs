using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Cluster;

/// <summary>
/// The one watch of a kind: it keeps all of its objects as they are and tells of changes. It goes on where it was after a break of the connection, and lists
/// anew when the server has forgotten that.
/// </summary>
public sealed partial class ObjectWatch<T>(ApiServer server, TimeProvider time, ILogger<ObjectWatch<T>> logger) : IObjectWatch
    where T : class, IApiObject<T>
{
    private const int PageSize = 500;
    private const int WatchSeconds = 300;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<ObjectKey, T> _objects = new();
    private TimeSpan _pause = FirstPause;

    public string Plural => T.Kind.Plural;

    public bool IsCurrent { get; private set; }

    /// <summary>The objects as last seen.</summary>
    public IEnumerable<T> All => _objects.Values;

    public T? Find(ObjectKey key) => _objects.GetValueOrDefault(key);

    /// <summary>Watches until it is cancelled.</summary>
    /// <param name="changed">Is told of every object that may have changed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<ObjectKey> changed, CancellationToken cancellationToken)
    {
        var version = "";
        while (true)
        {
            try
            {
                if (version.Length == 0) version = await ListAsync(changed, cancellationToken);
                (IsCurrent, _pause) = (true, FirstPause);
                await foreach (var change in server.WatchAsync(T.Kind, version, WatchSeconds, cancellationToken)) version = Take(change, version, changed);
                // The server ends watches now and then: the next goes on from here.
            }
            catch (ApiServerException e) when (e.Code == HttpStatusCode.Gone)
            {
                version = "";
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ApiServerException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                IsCurrent = false;
                LogBroken(T.Kind.Plural, _pause.TotalSeconds, e.Message);
                await Task.Delay(_pause, time, cancellationToken);
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
        }
    }

    private async Task<string> ListAsync(Action<ObjectKey> changed, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ObjectKey>();
        var (version, next) = ("", "");
        do
        {
            var page = await server.ListAsync<T>(T.Kind, PageSize, next, cancellationToken);
            // What changes while pages are read comes by the watch, which starts where the first page was read.
            if (version.Length == 0) version = page.Metadata.ResourceVersion;
            foreach (var item in page.Items)
            {
                seen.Add(ObjectKey.Of(item.Metadata));
                _objects[ObjectKey.Of(item.Metadata)] = item;
            }
            next = page.Metadata.Continue;
        }
        while (next.Length > 0);
        foreach (var gone in _objects.Keys.Where(key => !seen.Contains(key)).ToList())
        {
            _objects.TryRemove(gone, out _);
            changed(gone);
        }
        foreach (var key in seen) changed(key);
        LogListed(T.Kind.Plural, seen.Count);
        return version;
    }

    private string Take(WatchChange change, string version, Action<ObjectKey> changed)
    {
        if (change.Type == "ERROR")
        {
            var code = change.Object.TryGetProperty("code", out var told) ? told.GetInt32() : 0;
            throw new ApiServerException((HttpStatusCode)code, change.Object.TryGetProperty("message", out var text) ? text.ToString() : "The watch failed.");
        }
        if (change.Type == "BOOKMARK") return change.Object.GetProperty("metadata").GetProperty("resourceVersion").GetString() ?? version;
        var item = change.Object.Deserialize<T>(ApiServer.Json)!;
        var key = ObjectKey.Of(item.Metadata);
        if (change.Type == "DELETED") _objects.TryRemove(key, out _);
        else _objects[key] = item;
        changed(key);
        return item.Metadata.ResourceVersion;
    }
}
