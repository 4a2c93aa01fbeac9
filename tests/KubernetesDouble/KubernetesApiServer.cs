using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScfAspire.KubernetesDouble.Access;
using ScfAspire.KubernetesDouble.Applying;
using ScfAspire.KubernetesDouble.Faults;
using ScfAspire.KubernetesDouble.Manifests;
using ScfAspire.KubernetesDouble.Requests;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble;

/// <summary>
/// A Kubernetes API server in this process, over real HTTP. It keeps objects and the rules that hold for all of them: versions, watches, patches, owners,
/// finalizers, quotas, schemas, access. Nothing runs behind it: no pod is scheduled or started, unless a test does it.
/// </summary>
public sealed class KubernetesApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ObjectStore _store = new();
    private readonly TypeTable _types = new();
    private readonly RoleEvaluator _roles;
    private readonly WatchStreams _watches;
    private readonly ObjectWriter _writer;
    private readonly Subresources _subresources;
    private readonly ResourceHandler _resources;
    private readonly Reviews _reviews;
    private readonly string _version;

    private KubernetesApiServer(TimeProvider time, string version)
    {
        _version = version;
        _roles = new(_store);
        _watches = new(_store, time);
        _writer = new(_store, _types, new(_store, _types, time), time);
        _subresources = new(_store, _writer, Tokens, time);
        _resources = new(_store, _types, _writer, _subresources, _watches);
        _reviews = new(_store, _roles, Tokens, Access);
        AdminToken = Tokens.Issue(new("kubernetes-admin", [Caller.Masters, Caller.Authenticated]));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:40123</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Token of a user who may do everything.</summary>
    public string AdminToken { get; }

    /// <summary>Who calls.</summary>
    public TokenTable Tokens { get; } = new();

    /// <summary>Who may do what, before roles decide.</summary>
    public AccessTable Access { get; } = new();

    /// <summary>What goes wrong on demand.</summary>
    public FaultTable Faults { get; } = new();

    /// <summary>The watches that are open, by the plural of their type.</summary>
    public IReadOnlyList<string> Watches => _watches.Types;

    /// <summary>Starts a server on a free port of the loopback address, with the namespaces <c>default</c> and <c>kube-system</c>.</summary>
    /// <param name="time">Clock of time stamps and time limits; the system's by default.</param>
    /// <param name="version">Version that it says it has, e.g. <c>1.26</c>.</param>
    public static async Task<KubernetesApiServer> StartAsync(TimeProvider? time = null, string version = "1.30")
    {
        var server = new KubernetesApiServer(time ?? TimeProvider.System, version);
        await server._app.StartAsync();
        var address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.Url = $"http://127.0.0.1:{new Uri(address).Port}";
        foreach (var role in DefaultRoles.All) server.Apply(role);
        foreach (var name in (string[])["default", "kube-system"])
            server.Apply(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });
        return server;
    }

    /// <summary>A configuration by which clients reach the server.</summary>
    /// <param name="token">Whose; by default that of the user who may do everything.</param>
    /// <param name="namespace">The namespace that commands use when they name none.</param>
    public string Kubeconfig(string? token = null, string @namespace = "default") => $$"""
        apiVersion: v1
        kind: Config
        current-context: double
        clusters:
        - name: double
          cluster:
            server: {{Url}}
        users:
        - name: user
          user:
            token: {{token ?? AdminToken}}
        contexts:
        - name: double
          context:
            cluster: double
            user: user
            namespace: {{@namespace}}
        """;

    /// <summary>Creates the objects of a manifest, or makes them what it says.</summary>
    /// <exception cref="ApiException">An object is refused.</exception>
    public void Apply(string yaml)
    {
        foreach (var item in YamlObjects.Read(yaml)) Apply(item);
    }

    /// <inheritdoc cref="Apply(string)"/>
    public JsonObject Apply(JsonObject item)
    {
        var options = new WriteOptions(new("test", ManagedFields.Apply, ""), false, true, []);
        lock (_store.Gate)
        {
            var type = _types.OfKind(item.Text("apiVersion"), item.Text("kind")) ?? throw ApiException.NoSuchPath();
            var space = !type.Namespaced ? "" : item.Namespace() is { Length: > 0 } named ? named : "default";
            var live = _store.Find(type, space, item.Name());
            var wanted = ServerSideApply.Apply(type, live, item, options.Writer, force: true, TimeProvider.System.GetUtcNow());
            if (live is null) return _writer.Create(type, space, wanted, options).DeepClone().AsObject();
            wanted.Metadata().Remove("resourceVersion");
            return _writer.Update(type, live, wanted, options).DeepClone().AsObject();
        }
    }

    /// <summary>Answers requests below an object in the server's place.</summary>
    /// <param name="path">E.g. <c>pods/log</c>.</param>
    /// <param name="handler">Writes the answer.</param>
    public void Serve(string path, Func<ApiCall, Task> handler) => _subresources.Handlers[path] = handler;

    /// <summary>Forgets all history: watches from an earlier version, and later pages of earlier lists, are told that it has expired.</summary>
    public void ExpireVersions()
    {
        lock (_store.Gate) _store.Forget();
    }

    /// <summary>Breaks the connections of all watches.</summary>
    public void DropWatches() => _watches.Drop();

    /// <summary>Sends a bookmark to every watch that asked for them.</summary>
    public void SendBookmarks() => _watches.SendBookmarks();

    public async ValueTask DisposeAsync()
    {
        _watches.Drop();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            if (Faults.Next(context.Request) is { } fault && !await fault.Strike(context)) return;
            await RouteAsync(context);
        }
        catch (ApiException error)
        {
            await JsonAnswer.SendAsync(context, error.Code, error.Body());
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
            context.Abort();
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            await JsonAnswer.SendAsync(context, 500, new ApiException(500, "InternalError", fault.ToString()).Body());
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path is "/healthz" or "/livez" or "/readyz") return context.Response.WriteAsync("ok");
        const string Scheme = "Bearer ";
        var authorization = context.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal) || Tokens.Find(authorization[Scheme.Length..]) is not { } user) throw new ApiException(401, "Unauthorized", "Unauthorized");
        JsonObject? known;
        lock (_store.Gate) known = Discovery.Answer(_types, path, _version);
        if (known is not null) return JsonAnswer.SendAsync(context, 200, known);
        if (ApiPath.Parse(path) is not { } target) throw ApiException.NoSuchPath();
        var call = new ApiCall(context, target, ApiCall.VerbOf(context.Request, target), user.Caller);
        RequireAccess(call);
        return Reviews.Answers(target.Plural) ? _reviews.HandleAsync(call) : _resources.HandleAsync(call);
    }

    private void RequireAccess(ApiCall call)
    {
        var question = call.Question;
        lock (_store.Gate)
        {
            if (Access.Answer(call.Caller, question) ?? _roles.IsAllowed(call.Caller, question)) return;
        }
        var type = new ResourceType(question.Group, call.Path.Version, question.Resource, question.Resource);
        var where = call.Path.Namespace.Length > 0 ? $" in the namespace \"{call.Path.Namespace}\"" : " at the cluster scope";
        throw ApiException.Forbidden(
            type, call.Path.Name, $"User \"{call.Caller.Name}\" cannot {question.Verb} resource \"{question.Path}\" in API group \"{question.Group}\"{where}");
    }
}
