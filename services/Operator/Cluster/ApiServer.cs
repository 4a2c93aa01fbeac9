using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Cluster;

/// <summary>Objects of any kind at the API server. Methods throw <see cref="ApiServerException"/> for a refusal, <see cref="HttpRequestException"/> without an answer.</summary>
public sealed class ApiServer(OperatorOptions options) : IDisposable
{
    /// <summary>Name under which this service owns fields.</summary>
    public const string FieldManager = "scf-operator";

    /// <summary>How objects are read and written.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Kubernetes _client = new(options.Client);

    /// <summary>The client itself, for what needs one.</summary>
    internal IKubernetes Client => _client;

    public async Task<T?> FindAsync<T>(ApiKind kind, ObjectKey key, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await SendAsync(HttpMethod.Get, kind.Path(key.Namespace, key.Name), null, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        return await ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>One page of all objects of a kind.</summary>
    public async Task<ObjectPage<T>> ListAsync<T>(ApiKind kind, int limit, string next, CancellationToken cancellationToken)
    {
        var query = $"?limit={limit}{(next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "")}";
        using var response = await SendAsync(HttpMethod.Get, kind.Path() + query, null, null, cancellationToken);
        return await ReadAsync<ObjectPage<T>>(response, cancellationToken);
    }

    /// <summary>Changes of all objects of a kind after a version, until the server ends the watch.</summary>
    public async IAsyncEnumerable<WatchChange> WatchAsync(ApiKind kind, string version, int seconds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            HttpMethod.Get, $"{kind.Path()}?watch=true&allowWatchBookmarks=true&timeoutSeconds={seconds}&resourceVersion={Uri.EscapeDataString(version)}", null, null, cancellationToken);
        if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (JsonSerializer.Deserialize<WatchChange>(line, Json) is { } change) yield return change;
        }
    }

    /// <summary>Makes the status of an object what it should be.</summary>
    public Task ApplyStatusAsync(ApiKind kind, ObjectKey key, object status, CancellationToken cancellationToken) =>
        PatchAsync(
            $"{kind.Path(key.Namespace, key.Name)}/status?fieldManager={FieldManager}&force=true",
            "application/apply-patch+yaml",
            new { apiVersion = kind.ApiVersion, kind = kind.Kind, metadata = new { name = key.Name }, status },
            cancellationToken);

    /// <summary>Replaces the finalizers of an object, unless it has changed since.</summary>
    public Task SetFinalizersAsync(ApiKind kind, ObjectMetadata metadata, IEnumerable<string> finalizers, CancellationToken cancellationToken) =>
        PatchAsync(
            $"{kind.Path(metadata.Namespace, metadata.Name)}?fieldManager={FieldManager}",
            "application/merge-patch+json",
            new { metadata = new { finalizers, resourceVersion = metadata.ResourceVersion } },
            cancellationToken);

    public async Task CreateAsync(ApiKind kind, string @namespace, object item, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, kind.Path(@namespace), "application/json", item, cancellationToken);
        if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task PatchAsync(string path, string form, object patch, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Patch, path, form, patch, cancellationToken);
        if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? form, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_client.BaseUri, path));
        request.Headers.UserAgent.ParseAdd(FieldManager);
        if (_client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        if (body is not null) request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json)) { Headers = { ContentType = new MediaTypeHeaderValue(form!) } };
        return await _client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode) throw await RefusalAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw new HttpRequestException("The API server answered with nothing.");
    }

    private static async Task<ApiServerException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var told = response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(text)?["message"]?.ToString() : null;
        return new(response.StatusCode, told ?? $"The API server answered {(int)response.StatusCode}.");
    }
}
