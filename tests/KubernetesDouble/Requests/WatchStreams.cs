using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Selection;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>The watches that are open.</summary>
internal sealed class WatchStreams(ObjectStore store, TimeProvider time)
{
    private const int DefaultSeconds = 1800;
    private readonly ConcurrentDictionary<Open, byte> _open = new();

    /// <summary>Watches that are open, by the plural of their type.</summary>
    public IReadOnlyList<string> Types => [.. _open.Keys.Select(open => open.Plural)];

    /// <summary>Breaks every connection, as a network does.</summary>
    public void Drop()
    {
        foreach (var open in _open.Keys) open.Context.Abort();
    }

    /// <summary>Tells every watch that asked for it how far it has come.</summary>
    public void SendBookmarks()
    {
        foreach (var open in _open.Keys) open.AskForBookmark();
    }

    public async Task RunAsync(ResourceType type, ApiCall call)
    {
        var (labels, fields) = (LabelSelector.Parse(call.Query("labelSelector")), FieldSelector.Parse(type, call.Query("fieldSelector")));
        var seconds = int.TryParse(call.Query("timeoutSeconds"), CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : DefaultSeconds;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, call.Context.RequestAborted);
        var open = new Open(call.Context, type.Plural);
        bool Selected(JsonObject? item) => item is not null && (call.Path.Namespace.Length == 0 || item.Namespace() == call.Path.Namespace)
            && (call.Path.Name.Length == 0 || item.Name() == call.Path.Name) && labels.Matches(item) && fields.Matches(item);

        call.Context.Response.ContentType = "application/json";
        long at;
        List<JsonObject> first = [];
        lock (store.Gate)
        {
            at = long.TryParse(call.Query("resourceVersion"), CultureInfo.InvariantCulture, out var from) ? from : 0;
            if (at == 0)
            {
                first = [.. store.List(type, call.Path.Namespace).Where(Selected)];
                at = store.Revision;
            }
            else if (at < store.ForgottenRevision) first = [ApiException.Expired($"too old resource version: {at} ({store.ForgottenRevision})").Body()];
            _open[open] = 0;
        }
        try
        {
            if (first is [{ } expired] && expired.Text("kind") == "Status")
            {
                await SendAsync(call.Context, "ERROR", expired, CancellationToken.None);
                return;
            }
            // The headers tell the caller that the watch stands.
            await call.Context.Response.Body.FlushAsync(end.Token);
            foreach (var item in first) await SendAsync(call.Context, "ADDED", item, end.Token);
            while (true)
            {
                IReadOnlyList<StoredChange> changes;
                Task more;
                bool bookmark;
                lock (store.Gate)
                {
                    changes = store.ChangesAfter(at);
                    more = store.Changed;
                    bookmark = open.TakeBookmark();
                    at = Math.Max(at, store.Revision);
                }
                foreach (var change in changes.Where(change => change.GroupResource == type.GroupResource))
                {
                    var (was, isNow) = (Selected(change.Before), Selected(change.After));
                    if (isNow) await SendAsync(call.Context, was ? "MODIFIED" : "ADDED", change.After!, end.Token);
                    else if (was) await SendAsync(call.Context, "DELETED", Last(change), end.Token);
                }
                if (bookmark && call.Flag("allowWatchBookmarks")) await SendAsync(call.Context, "BOOKMARK", Bookmark(type, at), end.Token);
                await Task.WhenAny(more, open.Asked).WaitAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !call.Context.RequestAborted.IsCancellationRequested)
        {
            if (call.Flag("allowWatchBookmarks")) await SendAsync(call.Context, "BOOKMARK", Bookmark(type, at), CancellationToken.None);
        }
        finally
        {
            _open.TryRemove(open, out _);
        }
    }

    /// <summary>An object that is not selected any more is shown as it is, one that is gone as it was.</summary>
    private static JsonObject Last(StoredChange change)
    {
        if (change.After is null) return change.Before!;
        var last = change.Before!.DeepClone().AsObject();
        last.Metadata()["resourceVersion"] = change.Revision.ToString(CultureInfo.InvariantCulture);
        return last;
    }

    private static JsonObject Bookmark(ResourceType type, long revision) => new()
    {
        ["kind"] = type.Kind,
        ["apiVersion"] = type.ApiVersion,
        ["metadata"] = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null },
    };

    private static async Task SendAsync(HttpContext context, string kind, JsonObject item, CancellationToken cancellationToken)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"{kind}\",\"object\":{item.ToJsonString()}}}\n"), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }

    private sealed class Open(HttpContext context, string plural)
    {
        private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HttpContext Context { get; } = context;

        public string Plural { get; } = plural;

        public Task Asked => Volatile.Read(ref _asked).Task;

        public void AskForBookmark() => Volatile.Read(ref _asked).TrySetResult();

        public bool TakeBookmark()
        {
            if (!_asked.Task.IsCompleted) return false;
            Volatile.Write(ref _asked, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return true;
        }
    }
}
