using Dapper;
using ScfAspire.Api.Aliases;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Store;
using ScfAspire.Api.Triggers;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Functions;

namespace ScfAspire.Api.Catalog;

/// <summary>Builds what Dispatch needs of a function from the control schema.</summary>
public sealed class FunctionRoutes(ControlDatabase database)
{
    // One round trip and one snapshot: the parts of a route fit together.
    private const string Sql =
        """
        SELECT f.id, f.namespace, f.name, f.kind, f.runtime, f.revision, f.retry_num, f.message_ttl, n.pool, n.placement
        FROM control.function f JOIN unnest(@namespaces, @functions) AS k (namespace, name) USING (namespace, name)
        JOIN control.namespace n ON n.name = f.namespace WHERE NOT f.deleting;
        SELECT v.function_id, v.version, v.generation, v.status, v.configuration
        FROM control.function_version v JOIN control.function f ON f.id = v.function_id
        JOIN unnest(@namespaces, @functions) AS k (namespace, name) USING (namespace, name) WHERE NOT f.deleting ORDER BY v.number;
        SELECT a.function_id, a.name, a.version, a.routing, a.description, a.add_time, a.mod_time
        FROM control.alias a JOIN control.function f ON f.id = a.function_id
        JOIN unnest(@namespaces, @functions) AS k (namespace, name) ON k.namespace = f.namespace AND k.name = f.name WHERE NOT f.deleting;
        SELECT t.function_id, t.name, t.qualifier, t.description
        FROM control.trigger t JOIN control.function f ON f.id = t.function_id
        JOIN unnest(@namespaces, @functions) AS k (namespace, name) ON k.namespace = f.namespace AND k.name = f.name
        WHERE NOT f.deleting AND t.type = 'http' AND t.enabled;
        """;

    /// <summary>The key as it is written, where it is there in another case only; unchanged otherwise.</summary>
    public async Task<FunctionKey> SpellAsync(FunctionKey key, CancellationToken cancellationToken) =>
        await database.FindAsync<FunctionRow>(
            """
            SELECT namespace, name FROM control.function
            WHERE lower(namespace) = lower(@Namespace) AND lower(name) = lower(@Function) AND NOT deleting
            ORDER BY (namespace = @Namespace AND name = @Function) DESC, add_time, id LIMIT 1
            """,
            new { key.Namespace, key.Function },
            cancellationToken) is { } row
            ? new() { Namespace = row.Namespace, Function = row.Name }
            : key;

    /// <summary>Routes of those functions that exist and are not being deleted.</summary>
    public async Task<IReadOnlyDictionary<FunctionKey, FunctionRoute>> ReadAsync(IReadOnlyCollection<FunctionKey> keys, CancellationToken cancellationToken)
    {
        var routes = new Dictionary<FunctionKey, FunctionRoute>();
        if (keys.Count == 0) return routes;
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var parameters = new { namespaces = keys.Select(k => k.Namespace).ToArray(), functions = keys.Select(k => k.Function).ToArray() };
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(Sql, parameters, transaction, cancellationToken: cancellationToken));
        var functions = (await results.ReadAsync<FunctionRow>()).ToDictionary(f => f.Id, StringComparer.Ordinal);
        var byId = functions.ToDictionary(f => f.Key, f => Start(f.Value), StringComparer.Ordinal);
        foreach (var version in await results.ReadAsync<VersionRow>())
        {
            if (byId.TryGetValue(version.FunctionId, out var route)) route.Versions.Add(Version(functions[version.FunctionId], version));
        }

        foreach (var alias in await results.ReadAsync<AliasRow>())
        {
            if (byId.TryGetValue(alias.FunctionId, out var route)) route.Aliases.Add(Alias(alias));
        }

        foreach (var trigger in await results.ReadAsync<TriggerRow>())
        {
            if (byId.TryGetValue(trigger.FunctionId, out var route)) route.HttpTriggers.Add(HttpTrigger(trigger));
        }

        foreach (var route in byId.Values) routes[route.Key] = route;
        return routes;
    }

    /// <summary>Identity of interchangeable instances.</summary>
    public static string SpecId(string functionId, string version, int generation) => $"{functionId}/{version}/{generation}";

    private static FunctionRoute Start(FunctionRow function) => new()
    {
        Key = new() { Namespace = function.Namespace, Function = function.Name },
        FunctionId = function.Id,
        Revision = function.Revision,
        AsyncRetryNum = function.RetryNum,
        AsyncMessageTtlS = function.MessageTtl,
    };

    private static VersionRoute Version(FunctionRow function, VersionRow version)
    {
        var configuration = StoreJson.Read<FunctionConfiguration>(version.Configuration);
        var status = Enum.Parse<FunctionStatus>(version.Status);
        var route = new VersionRoute
        {
            Version = version.Version,
            SpecId = SpecId(version.FunctionId, version.Version, version.Generation),
            Type = FunctionKinds.Parse(function.Kind) == FunctionKind.Http ? FunctionType.Http : FunctionType.Event,
            Runtime = function.Runtime,
            MemoryMb = configuration.MemorySize,
            TimeoutMs = configuration.Timeout * 1000,
            InitTimeoutMs = configuration.InitTimeout * 1000,
            InstanceConcurrency = configuration.InstanceConcurrency.Effective,
            // What is stored can run from the moment of its commit; the passing states only tell callers that not every Dispatch knows it yet.
            Status = (status.IsServed() ? FunctionStatus.Active : status).ToString(),
            Placement = function.Placement,
        };
        if (function.Pool.Length > 0) route.Pools.Add(function.Pool);
        return route;
    }

    private static AliasRoute Alias(AliasRow alias)
    {
        var routing = StoreJson.Read<AliasRouting>(alias.Routing);
        return new()
        {
            Name = alias.Name,
            Version = alias.Version,
            AdditionalVersion = routing.AdditionalVersion,
            AdditionalWeight = routing.Weight,
            MatchKey = routing.MatchKey,
            MatchMethod = routing.MatchMethod,
            MatchExpression = routing.MatchExpression,
        };
    }

    private static HttpTriggerRoute HttpTrigger(TriggerRow trigger)
    {
        var description = HttpTriggerDescription.Read(trigger.Description);
        return new()
        {
            Name = trigger.Name,
            Qualifier = trigger.Qualifier,
            AuthType = description.AuthType,
            IntegratedResponse = true,
            CorsJson = description.CorsText(),
        };
    }
}
