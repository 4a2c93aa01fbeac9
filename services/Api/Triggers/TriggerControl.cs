using Dapper;
using ScfAspire.Api.Catalog;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Store;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Triggers;

/// <inheritdoc cref="ITriggerService"/>
public sealed class TriggerControl(ControlDatabase database, TriggerReader reader, CatalogPublication publication, TimeProvider time) : ITriggerService
{
    private const string Http = "http";
    private static readonly string[] NotOffered = ["timer", "cos", "cls", "ckafka", "apigw", "cmq", "mps", "clb", "tdmq", "eb"];

    public async Task<TriggerDetails> CreateAsync(WriteTrigger request, CancellationToken cancellationToken)
    {
        var type = RequireType(request.Type);
        NameRules.RequireTriggerName(request.TriggerName);
        ResourceRules.RequireDescription(request.Comment ?? "");
        var description = HttpTriggerDescription.Read(request.Description).Write();
        var qualifier = string.IsNullOrEmpty(request.Qualifier) ? NameRules.Latest : request.Qualifier;
        var (created, revision) = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(request.Namespace, request.FunctionName, cancellationToken);
                await RequireQualifierAsync(transaction, locked, qualifier, cancellationToken);
                if (await transaction.FindAsync<long>("SELECT count(*) FROM control.trigger WHERE function_id = @Id AND type = @type", new { locked.Id, type }, cancellationToken) >= ScfLimits.TriggersPerType)
                    throw new ScfException(ScfErrorCode.LimitExceededTrigger, $"A function can have {ScfLimits.TriggersPerType} triggers of a type.");
                var row = await transaction.FindAsync<TriggerRow>(
                    $"""
                    INSERT INTO control.trigger (function_id, type, name, qualifier, enabled, description, custom_argument, comment, add_time, mod_time)
                    VALUES (@Id, @type, @TriggerName, @qualifier, @enabled, @description, @custom, @comment, @now, @now) ON CONFLICT DO NOTHING RETURNING {TriggerReader.Columns}
                    """,
                    new
                    {
                        locked.Id,
                        type,
                        request.TriggerName,
                        qualifier,
                        enabled = request.Enabled ?? true,
                        description,
                        custom = request.CustomArgument ?? "",
                        comment = request.Comment ?? "",
                        now = time.GetUtcNow(),
                    },
                    cancellationToken)
                    ?? throw new ScfException(ScfErrorCode.ResourceInUseTrigger, $"Trigger {request.TriggerName} of type {type} exists already.");
                return (row, await transaction.AnnounceAndCommitAsync(locked, cancellationToken));
            },
            cancellationToken);
        await publication.WaitAsync(revision, cancellationToken);
        return reader.Details(created, request.Namespace, request.FunctionName);
    }

    public async Task<Page<TriggerDetails>> ListAsync(ListTriggers query, CancellationToken cancellationToken)
    {
        var function = await database.RequireFunctionAsync(query.Namespace, query.FunctionName, cancellationToken);
        var (offset, limit) = Paging.Require(query.Offset, query.Limit);
        var order = query.OrderBy switch
        {
            "" or "mod_time" => "mod_time",
            "add_time" => "add_time",
            _ => throw new ScfException(ScfErrorCode.InvalidOrderBy, $"OrderBy '{query.OrderBy}' must be add_time or mod_time."),
        };
        var parameters = new DynamicParameters(new { function.Id, offset, limit });
        var where = "function_id = @Id";
        for (var i = 0; i < query.Filters.Count; i++)
        {
            var column = query.Filters[i].Name switch
            {
                "Type" => "lower(type)",
                "Qualifier" => "qualifier",
                "TriggerName" => "name",
                "Description" => "comment",
                var name => throw new ScfException(ScfErrorCode.InvalidFilters, $"Filter '{name}' must be Type, Qualifier, TriggerName or Description."),
            };
            parameters.Add($"values{i}", query.Filters[i].Values.Select(v => column == "lower(type)" ? v.ToLowerInvariant() : v).ToArray());
            where += $" AND {column} = ANY(@values{i})";
        }

        var direction = query.Ascending ? "ASC" : "DESC";
        var rows = await database.QueryAsync<TriggerRow>(
            $"SELECT {TriggerReader.Columns} FROM control.trigger WHERE {where} ORDER BY {order} {direction}, name LIMIT @limit OFFSET @offset", parameters, cancellationToken);
        var total = await database.FindAsync<long>($"SELECT count(*) FROM control.trigger WHERE {where}", parameters, cancellationToken);
        return new([.. rows.Select(r => reader.Details(r, function.Namespace, function.Name))], total);
    }

    public async Task<TriggerDetails> UpdateAsync(WriteTrigger request, CancellationToken cancellationToken)
    {
        var type = RequireType(request.Type);
        ResourceRules.RequireDescription(request.Comment ?? "");
        var description = request.Description is null ? null : HttpTriggerDescription.Read(request.Description).Write();
        var (updated, revision) = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(request.Namespace, request.FunctionName, cancellationToken);
                if (request.Qualifier is not null) await RequireQualifierAsync(transaction, locked, request.Qualifier, cancellationToken);
                var row = await transaction.FindAsync<TriggerRow>(
                    $"""
                    UPDATE control.trigger SET qualifier = coalesce(@Qualifier, qualifier), enabled = coalesce(@Enabled, enabled), description = coalesce(@description, description),
                        custom_argument = coalesce(@CustomArgument, custom_argument), comment = coalesce(@Comment, comment), mod_time = @now
                    WHERE function_id = @Id AND type = @type AND name = @TriggerName RETURNING {TriggerReader.Columns}
                    """,
                    new { locked.Id, type, request.TriggerName, request.Qualifier, request.Enabled, description, request.CustomArgument, request.Comment, now = time.GetUtcNow() },
                    cancellationToken)
                    ?? throw NotFound(request.TriggerName, type);
                return (row, await transaction.AnnounceAndCommitAsync(locked, cancellationToken));
            },
            cancellationToken);
        await publication.WaitAsync(revision, cancellationToken);
        return reader.Details(updated, request.Namespace, request.FunctionName);
    }

    public async Task DeleteAsync(string @namespace, string function, string type, string name, CancellationToken cancellationToken)
    {
        var wanted = RequireType(type);
        var revision = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(@namespace, function, cancellationToken);
                if (await transaction.ExecuteAsync("DELETE FROM control.trigger WHERE function_id = @Id AND type = @wanted AND name = @name", new { locked.Id, wanted, name }, cancellationToken) == 0)
                    throw NotFound(name, wanted);
                return await transaction.AnnounceAndCommitAsync(locked, cancellationToken);
            },
            cancellationToken);
        await publication.WaitAsync(revision, cancellationToken);
    }

    private static string RequireType(string? type)
    {
        if (string.IsNullOrEmpty(type)) throw new ScfException(ScfErrorCode.MissingParameter, "Type is required.");
        var lower = type.ToLowerInvariant();
        if (lower == Http) return lower;
        throw NotOffered.Contains(lower)
            ? new ScfException(ScfErrorCode.UnsupportedTrigger, $"Triggers of type {lower} are not offered by this installation; http is.")
            : new ScfException(ScfErrorCode.InvalidType, $"Type '{type}' is not a trigger type.");
    }

    private static async Task RequireQualifierAsync(ControlTransaction transaction, FunctionRow function, string qualifier, CancellationToken cancellationToken)
    {
        var exists = await transaction.FindAsync<bool>(
            """
            SELECT EXISTS (SELECT FROM control.function_version WHERE function_id = @Id AND version = @qualifier AND status <> 'Deleting')
                OR EXISTS (SELECT FROM control.alias WHERE function_id = @Id AND name = @qualifier)
            """,
            new { function.Id, qualifier },
            cancellationToken);
        if (!exists) throw new ScfException(ScfErrorCode.ResourceNotFoundQualifier, $"Function {function.Name} has no version or alias {qualifier}.");
    }

    private static ScfException NotFound(string name, string type) => new(ScfErrorCode.ResourceNotFoundTrigger, $"Trigger {name} of type {type} is not found.");
}
