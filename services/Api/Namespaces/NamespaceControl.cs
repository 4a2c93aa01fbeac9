using ScfAspire.Api.Functions;
using ScfAspire.Api.Store;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Namespaces;

/// <inheritdoc cref="INamespaceService"/>
public sealed class NamespaceControl(ControlDatabase database, NamespaceResourceRules rules, TimeProvider time) : INamespaceService
{
    private const string Columns = "name, description, resources, placement, add_time, mod_time";

    public async Task<NamespaceDetails> CreateAsync(CreateNamespace request, CancellationToken cancellationToken)
    {
        NameRules.RequireNamespace(request.Name, ScfErrorCode.InvalidNamespaceName);
        ResourceRules.RequireDescription(request.Description);
        var resources = request.Resources is { } asked ? rules.Require(asked) : null;
        var row = await database.FindAsync<NamespaceRow>(
            $"""
            INSERT INTO control.namespace (name, description, resources, pool, placement, add_time, mod_time)
            VALUES (@Name, @Description, @resources, @pool, @placement, @now, @now) ON CONFLICT DO NOTHING RETURNING {Columns}
            """,
            new
            {
                request.Name,
                request.Description,
                resources = resources is null ? null : StoreJson.Write(resources),
                pool = resources?.Cluster ?? "",
                placement = resources?.Hash() ?? "",
                now = time.GetUtcNow(),
            },
            cancellationToken);
        return row?.ToDetails() ?? throw new ScfException(ScfErrorCode.ResourceInUseNamespace, $"Namespace {request.Name} exists already.");
    }

    public async Task<NamespaceDetails> GetAsync(string name, CancellationToken cancellationToken)
    {
        NameRules.RequireNamespace(name);
        var row = await database.FindAsync<NamespaceRow>($"SELECT {Columns} FROM control.namespace WHERE name = @name", new { name }, cancellationToken);
        return row?.ToDetails() ?? throw FunctionQueries.NamespaceNotFound(name);
    }

    public async Task<Page<NamespaceDetails>> ListAsync(ListNamespaces query, CancellationToken cancellationToken)
    {
        var (offset, limit) = Paging.Require(query.Offset, query.Limit);
        var order = query.OrderBy switch
        {
            "" or "Name" => "name",
            "Updatetime" => "mod_time",
            _ => throw new ScfException(ScfErrorCode.InvalidOrder, $"Orderby '{query.OrderBy}' must be Name or Updatetime."),
        };
        const string From = "FROM control.namespace WHERE name ILIKE @name AND description ILIKE @description";
        var parameters = new { name = Paging.LikePattern(query.NamePart), description = Paging.LikePattern(query.DescriptionPart), offset, limit };
        var rows = await database.QueryAsync<NamespaceRow>(
            $"SELECT {Columns} {From} ORDER BY {order} {(query.Ascending ? "ASC" : "DESC")}, name LIMIT @limit OFFSET @offset", parameters, cancellationToken);
        return new([.. rows.Select(r => r.ToDetails())], await database.FindAsync<long>($"SELECT count(*) {From}", parameters, cancellationToken));
    }

    public async Task<NamespaceDetails> UpdateAsync(string name, string description, CancellationToken cancellationToken)
    {
        NameRules.RequireNamespace(name);
        ResourceRules.RequireDescription(description);
        var row = await database.FindAsync<NamespaceRow>(
            $"UPDATE control.namespace SET description = @description, mod_time = @now WHERE name = @name RETURNING {Columns}",
            new { name, description, now = time.GetUtcNow() },
            cancellationToken);
        return row?.ToDetails() ?? throw FunctionQueries.NamespaceNotFound(name);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        NameRules.RequireNamespace(name);
        if (name == NameRules.DefaultNamespace) throw new ScfException(ScfErrorCode.FailedDeleteNamespace, "The namespace default cannot be deleted.");
        await database.WriteAsync(
            async transaction =>
            {
                // The lock holds off functions that are just being created in it.
                if (await transaction.FindAsync<string>("SELECT name FROM control.namespace WHERE name = @name FOR UPDATE", new { name }, cancellationToken) is null)
                    throw FunctionQueries.NamespaceNotFound(name);
                if (await transaction.FindAsync<bool>("SELECT EXISTS (SELECT FROM control.function WHERE namespace = @name)", new { name }, cancellationToken))
                    throw new ScfException(ScfErrorCode.ResourceInUseNamespace, $"Namespace {name} still has functions; delete them first.");
                return await transaction.ExecuteAsync("DELETE FROM control.namespace WHERE name = @name", new { name }, cancellationToken);
            },
            cancellationToken);
    }
}
