using ScfAspire.Api.Catalog;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Store;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Aliases;

/// <inheritdoc cref="IAliasService"/>
public sealed class AliasControl(ControlDatabase database, CatalogPublication publication, TimeProvider time) : IAliasService
{
    private const string Columns = "function_id, name, version, routing, description, add_time, mod_time";

    public async Task<AliasDetails> CreateAsync(WriteAlias request, CancellationToken cancellationToken)
    {
        NameRules.RequireAliasName(request.Name);
        await WriteAsync(
            request,
            """
            INSERT INTO control.alias (function_id, name, version, routing, description, add_time, mod_time)
            VALUES (@Id, @Name, @Version, @routing::jsonb, coalesce(@Description, ''), @now, @now) ON CONFLICT DO NOTHING
            """,
            new ScfException(ScfErrorCode.ResourceInUseAlias, $"Alias {request.Name} exists already."),
            cancellationToken);
        return await GetAsync(request.Namespace, request.FunctionName, request.Name, cancellationToken);
    }

    public async Task<AliasDetails> GetAsync(string @namespace, string function, string name, CancellationToken cancellationToken)
    {
        var found = await database.RequireFunctionAsync(@namespace, function, cancellationToken);
        var row = await database.FindAsync<AliasRow>($"SELECT {Columns} FROM control.alias WHERE function_id = @Id AND name = @name", new { found.Id, name }, cancellationToken);
        return row?.ToDetails() ?? throw NotFound(name);
    }

    public async Task<Page<AliasDetails>> ListAsync(string @namespace, string function, string? version, int offset, int limit, CancellationToken cancellationToken)
    {
        var found = await database.RequireFunctionAsync(@namespace, function, cancellationToken);
        Paging.Require(offset, limit);
        const string From = "FROM control.alias WHERE function_id = @Id AND (@version = '' OR @version IN (version, routing->>'additionalVersion'))";
        var parameters = new { found.Id, version = version ?? "", offset, limit };
        var rows = await database.QueryAsync<AliasRow>($"SELECT {Columns} {From} ORDER BY add_time, name LIMIT @limit OFFSET @offset", parameters, cancellationToken);
        return new([.. rows.Select(r => r.ToDetails())], await database.FindAsync<long>($"SELECT count(*) {From}", parameters, cancellationToken));
    }

    public async Task<AliasDetails> UpdateAsync(WriteAlias request, CancellationToken cancellationToken)
    {
        await WriteAsync(
            request,
            """
            UPDATE control.alias SET version = @Version, routing = @routing::jsonb, description = coalesce(@Description, description), mod_time = @now
            WHERE function_id = @Id AND name = @Name
            """,
            NotFound(request.Name),
            cancellationToken);
        return await GetAsync(request.Namespace, request.FunctionName, request.Name, cancellationToken);
    }

    public async Task DeleteAsync(string @namespace, string function, string name, CancellationToken cancellationToken)
    {
        if (name == NameRules.DefaultAlias) throw new ScfException(ScfErrorCode.InvalidAlias, $"Alias {NameRules.DefaultAlias} cannot be deleted.");
        var revision = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(@namespace, function, cancellationToken);
                if (await transaction.ExecuteAsync("DELETE FROM control.alias WHERE function_id = @Id AND name = @name", new { locked.Id, name }, cancellationToken) == 0)
                    throw NotFound(name);
                return await transaction.AnnounceAndCommitAsync(locked, cancellationToken);
            },
            cancellationToken);
        await publication.WaitAsync(revision, cancellationToken);
    }

    private async Task WriteAsync(WriteAlias request, string sql, ScfException whenNone, CancellationToken cancellationToken)
    {
        ResourceRules.RequireDescription(request.Description ?? "");
        if (string.IsNullOrEmpty(request.Version)) throw new ScfException(ScfErrorCode.MissingParameter, "FunctionVersion is required.");
        AliasRules.Require(request.Routing, request.Version);
        var revision = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(request.Namespace, request.FunctionName, cancellationToken);
                await transaction.RequireVersionAsync(locked, request.Version, cancellationToken);
                if (!request.Routing.IsNone) await transaction.RequireVersionAsync(locked, request.Routing.AdditionalVersion, cancellationToken);
                var written = await transaction.ExecuteAsync(
                    sql,
                    new { locked.Id, request.Name, request.Version, routing = StoreJson.Write(request.Routing), request.Description, now = time.GetUtcNow() },
                    cancellationToken);
                if (written == 0) throw whenNone;
                return await transaction.AnnounceAndCommitAsync(locked, cancellationToken);
            },
            cancellationToken);
        await publication.WaitAsync(revision, cancellationToken);
    }

    // Tools look for either of the two phrases in order to create the alias.
    private static ScfException NotFound(string name) => new(ScfErrorCode.ResourceNotFoundAlias, $"Alias {name} is not found. 未找到指定的别名。");
}
