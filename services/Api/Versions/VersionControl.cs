using System.Globalization;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Store;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Versions;

/// <inheritdoc cref="IVersionService"/>
public sealed class VersionControl(ControlDatabase database, EnvironmentBox environments, FunctionSettler settler, TimeProvider time) : IVersionService
{
    public async Task<FunctionDetails> PublishAsync(string @namespace, string function, string? description, CancellationToken cancellationToken)
    {
        ResourceRules.RequireDescription(description ?? "");
        var (published, revision) = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(@namespace, function, cancellationToken);
                var latest = await transaction.RequireVersionAsync(locked, NameRules.Latest, cancellationToken);
                FunctionTransitions.Require(latest.CurrentStatus.CanPublish(), ScfErrorCode.FailedPublishVersion, "Publishing", latest.CurrentStatus);
                var number = locked.LastVersion + 1;
                var version = number.ToString(CultureInfo.InvariantCulture);
                var configuration = StoreJson.Read<FunctionConfiguration>(latest.Configuration);
                if (!string.IsNullOrEmpty(description)) configuration = configuration with { Description = description };
                var announced = await transaction.AnnounceAsync(@namespace, function, cancellationToken);
                await transaction.ExecuteAsync(
                    """
                    INSERT INTO control.function_version (function_id, version, number, generation, status, configuration, environment, code_sha256, code_size, revision, add_time, mod_time)
                    VALUES (@Id, @version, @number, 1, @status, @configuration::jsonb, @Environment, @CodeSha256, @CodeSize, @announced, @now, @now);
                    UPDATE control.function_version SET status = @status, revision = @announced WHERE function_id = @Id AND version = @Latest;
                    UPDATE control.function SET last_version = @number, revision = @announced WHERE id = @Id
                    """,
                    new
                    {
                        locked.Id,
                        version,
                        number,
                        status = nameof(FunctionStatus.Publishing),
                        configuration = StoreJson.Write(configuration),
                        latest.Environment,
                        latest.CodeSha256,
                        latest.CodeSize,
                        announced,
                        NameRules.Latest,
                        now = time.GetUtcNow(),
                    },
                    cancellationToken);
                return ((await transaction.RequireVersionAsync(locked, version, cancellationToken)).ToDetails(environments, version), announced);
            },
            cancellationToken);
        settler.Settle(revision);
        return published;
    }

    public async Task<Page<VersionSummary>> ListAsync(ListVersions query, CancellationToken cancellationToken)
    {
        var function = await database.RequireFunctionAsync(query.Namespace, query.FunctionName, cancellationToken);
        var (offset, limit) = Paging.Require(query.Offset, query.Limit);
        var order = query.OrderBy switch
        {
            "" => "CASE number WHEN 0 THEN 2147483647 ELSE number END",
            "AddTime" => "add_time",
            "ModTime" => "mod_time",
            _ => throw new ScfException(ScfErrorCode.InvalidParameterValue, $"OrderBy '{query.OrderBy}' must be AddTime or ModTime."),
        };
        var rows = await database.QueryAsync<VersionRow>(
            $"""
            SELECT function_id, version, generation, status, configuration, add_time, mod_time FROM control.function_version
            WHERE function_id = @Id ORDER BY {order} {(query.Ascending ? "ASC" : "DESC")}, number LIMIT @limit OFFSET @offset
            """,
            new { function.Id, limit, offset },
            cancellationToken);
        var total = await database.FindAsync<long>("SELECT count(*) FROM control.function_version WHERE function_id = @Id", new { function.Id }, cancellationToken);
        return new(
            [.. rows.Select(r => new VersionSummary(
                r.Version, StoreJson.Read<FunctionConfiguration>(r.Configuration).Description, Enum.Parse<FunctionStatus>(r.Status), r.AddTime, r.ModTime))],
            total);
    }

    public async Task DeleteAsync(string @namespace, string function, string version, CancellationToken cancellationToken)
    {
        if (!NameRules.IsVersionNumber(version))
            throw new ScfException(ScfErrorCode.InvalidQualifier, $"Qualifier '{version}' must be the number of a published version.");
        var revision = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(@namespace, function, cancellationToken);
                var row = await transaction.FindAsync<string>("SELECT status FROM control.function_version WHERE function_id = @Id AND version = @version", new { locked.Id, version }, cancellationToken)
                    ?? throw new ScfException(ScfErrorCode.ResourceNotFoundQualifier, $"Version {version} of function {function} is not found.");
                var status = Enum.Parse<FunctionStatus>(row);
                FunctionTransitions.Require(status.CanDelete(), ScfErrorCode.FailedFunctionStatus, "Deleting", status);
                var alias = await transaction.FindAsync<string>(
                    "SELECT name FROM control.alias WHERE function_id = @Id AND @version IN (version, routing->>'additionalVersion') LIMIT 1", new { locked.Id, version }, cancellationToken);
                if (alias is not null) throw new ScfException(ScfErrorCode.UnsupportedAliasBind, $"Version {version} is in use by alias {alias}.");
                var trigger = await transaction.FindAsync<string>(
                    "SELECT name FROM control.trigger WHERE function_id = @Id AND qualifier = @version LIMIT 1", new { locked.Id, version }, cancellationToken);
                if (trigger is not null) throw new ScfException(ScfErrorCode.FailedDeleteFunction, $"Version {version} is in use by trigger {trigger}.");
                var announced = await transaction.AnnounceAsync(@namespace, function, cancellationToken);
                await transaction.ExecuteAsync(
                    """
                    UPDATE control.function_version SET status = @status, revision = @announced WHERE function_id = @Id AND version = @version;
                    UPDATE control.function SET revision = @announced WHERE id = @Id
                    """,
                    new { locked.Id, version, announced, status = nameof(FunctionStatus.Deleting) },
                    cancellationToken);
                return announced;
            },
            cancellationToken);
        await settler.SettleAsync(revision, cancellationToken);
    }
}
