using ScfAspire.Api.Installation;
using ScfAspire.Api.Ownership;
using ScfAspire.Api.Packages;
using ScfAspire.Api.Store;
using ScfAspire.Api.Triggers;
using ScfAspire.Core.Environments;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Names;
using ScfAspire.Core.Runtimes;

namespace ScfAspire.Api.Functions;

/// <inheritdoc cref="IFunctionService"/>
public sealed class FunctionControl(
    ControlDatabase database,
    PackageStore packages,
    EnvironmentBox environments,
    FunctionSettler settler,
    TriggerReader triggers,
    InstallationOptions installation,
    TimeProvider time) : IFunctionService
{
    public async Task<FunctionDetails> CreateAsync(CreateFunction request, CancellationToken cancellationToken)
    {
        NameRules.RequireFunction(request.Namespace, request.FunctionName);
        var runtime = installation.Runtimes.Require(request.Runtime);
        HandlerRules.Require(runtime.Family, request.Kind, request.Settings.Handler);
        if (request.AsyncRun) throw new ScfException(ScfErrorCode.UnsupportedAsyncRunEnable, "Asynchronous execution (AsyncRunEnable) is not offered by this installation.");
        if (request.Trace) throw new ScfException(ScfErrorCode.InvalidTraceEnable, "TraceEnable needs AsyncRunEnable.");
        var configuration = ConfigurationRules.Apply(new() { ProtocolType = request.ProtocolType }, request.Settings, request.Kind, runtime.Family);
        var environment = EnvironmentRules.Check(request.Settings.Environment ?? []);
        var code = CodeReader.Read(request.Code, ScfLimits.ZipBytes);
        var id = NewFunction.NewId();
        var sealedEnvironment = environments.Seal(environment, id);
        var now = time.GetUtcNow();
        var (made, revision) = await database.WriteAsync(
            async transaction =>
            {
                await transaction.RequireNamespaceAsync(request.Namespace, cancellationToken);
                var package = await packages.PutAsync(transaction, code.Zip, code.Summary, cancellationToken);
                var function = new NewFunction(
                    id, request.Namespace, request.FunctionName, request.Kind, runtime.Name, configuration, sealedEnvironment, package, AsyncInvokeConfiguration.Default);
                var inserted = await NewFunction.InsertAsync(transaction, function, now, cancellationToken)
                    ?? throw new ScfException(ScfErrorCode.ResourceInUseFunction, $"Function {request.FunctionName} exists already in namespace {request.Namespace}.");
                return (function, inserted);
            },
            cancellationToken);
        settler.Settle(revision);
        return made.ToRow(revision, now).ToDetails(environments, NameRules.Latest);
    }

    public async Task<FunctionDetails> GetAsync(string @namespace, string function, string? qualifier, CancellationToken cancellationToken)
    {
        NameRules.RequireFunction(@namespace, function);
        var asked = string.IsNullOrEmpty(qualifier) ? NameRules.Latest : qualifier;
        var row = await database.FindAsync<FunctionVersionRow>(
            $"""
            SELECT {FunctionVersionRow.Columns} FROM control.function f JOIN control.function_version v ON v.function_id = f.id
            WHERE f.namespace = @namespace AND f.name = @function
              AND v.version = coalesce((SELECT a.version FROM control.alias a WHERE a.function_id = f.id AND a.name = @asked), @asked)
            """,
            new { @namespace, function, asked },
            cancellationToken);
        if (row is null)
        {
            await database.RequireFunctionAsync(@namespace, function, cancellationToken);
            throw new ScfException(ScfErrorCode.ResourceNotFoundQualifier, $"Function {function} has no version or alias {asked}.");
        }

        return row.ToDetails(environments, asked) with { Triggers = await triggers.OfAsync(row.Id, @namespace, function, cancellationToken) };
    }

    public async Task<string> ReadEntryFileAsync(FunctionDetails function, CancellationToken cancellationToken)
    {
        var zip = new MemoryStream();
        await foreach (var chunk in packages.ReadAsync(function.CodeSha256, cancellationToken)) zip.Write(chunk);
        zip.Position = 0;
        return EntryFile.Read(zip, RuntimeCatalogue.Find(function.Runtime)?.Family ?? RuntimeFamily.Custom, function.Kind, function.Configuration.Handler);
    }

    public async Task<Page<FunctionSummary>> ListAsync(ListFunctions query, CancellationToken cancellationToken)
    {
        NameRules.RequireNamespace(query.Namespace);
        var sql = FunctionListSql.Build(query);
        var total = await database.FindAsync<long>(sql.Count, sql.Parameters, cancellationToken);
        if (total == 0) await database.RequireNamespaceAsync(query.Namespace, cancellationToken);
        var rows = await database.QueryAsync<FunctionVersionRow>(sql.Page, sql.Parameters, cancellationToken);
        return new([.. rows.Select(r => r.ToSummary())], total);
    }

    public async Task<FunctionDetails> UpdateCodeAsync(UpdateFunctionCode request, CancellationToken cancellationToken)
    {
        NameRules.RequireFunction(request.Namespace, request.FunctionName);
        if (request.Code is null && request.Handler is null && request.Settings is null)
            throw new ScfException(ScfErrorCode.InvalidCode, "Code is required: send a zip as base64 in ZipFile.");
        // Inspected outside the transaction, so that a large package holds no lock; an unknown function is told first all the same.
        var function = await database.RequireFunctionAsync(request.Namespace, request.FunctionName, cancellationToken);
        var code = request.Code is null ? null : CodeReader.Read(request.Code, request.MaxZipBytes);
        var settings = request.Settings ?? new();
        return await UpdateAsync(
            function.Namespace, function.Name, settings with { Handler = request.Handler ?? settings.Handler }, code,
            ScfErrorCode.FailedUpdateFunctionCode, cancellationToken);
    }

    public Task<FunctionDetails> UpdateConfigurationAsync(UpdateFunctionConfiguration request, CancellationToken cancellationToken) =>
        UpdateAsync(request.Namespace, request.FunctionName, request.Settings, null, ScfErrorCode.FailedUpdateFunctionConfiguration, cancellationToken);

    public async Task DeleteAsync(string @namespace, string function, CancellationToken cancellationToken)
    {
        var revision = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(@namespace, function, cancellationToken);
                foreach (var status in await transaction.QueryAsync<string>("SELECT status FROM control.function_version WHERE function_id = @Id", new { locked.Id }, cancellationToken))
                {
                    var present = Enum.Parse<FunctionStatus>(status);
                    FunctionTransitions.Require(present.CanDelete(), ScfErrorCode.FailedFunctionStatus, "Deleting", present);
                }

                var announced = await transaction.AnnounceAsync(@namespace, function, cancellationToken);
                await transaction.ExecuteAsync(
                    """
                    UPDATE control.function SET deleting = true, revision = @announced WHERE id = @Id;
                    UPDATE control.function_version SET status = @status, revision = @announced WHERE function_id = @Id
                    """,
                    new { locked.Id, announced, status = nameof(FunctionStatus.Deleting) },
                    cancellationToken);
                return announced;
            },
            cancellationToken);
        await settler.SettleAsync(revision, cancellationToken);
    }

    public async Task<FunctionDetails> AdoptAsync(string @namespace, string function, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockToReadAsync(@namespace, function, cancellationToken);
                return await transaction.ExecuteAsync("UPDATE control.function SET owner = @owner WHERE id = @Id", new { locked.Id, owner = WriteOrigin.Current.ToString() }, cancellationToken);
            },
            cancellationToken);
        return await GetAsync(@namespace, function, null, cancellationToken);
    }

    public async Task UpdateAsyncInvokeAsync(string @namespace, string function, AsyncInvokeConfiguration configuration, CancellationToken cancellationToken)
    {
        if (configuration.RetryNum is < 0 or > ScfLimits.AsyncRetryMax)
            throw new ScfException(ScfErrorCode.LimitExceededRetryNum, $"RetryNum must be 0 to {ScfLimits.AsyncRetryMax}.");
        if (configuration.MessageTtl is < ScfLimits.AsyncMessageTtlMin or > ScfLimits.AsyncMessageTtlMax)
            throw new ScfException(ScfErrorCode.LimitExceededMsgTtl, $"MsgTTL must be {ScfLimits.AsyncMessageTtlMin} to {ScfLimits.AsyncMessageTtlMax} seconds.");
        var revision = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(@namespace, function, cancellationToken);
                var announced = await transaction.AnnounceAsync(@namespace, function, cancellationToken);
                await transaction.ExecuteAsync(
                    "UPDATE control.function SET retry_num = @RetryNum, message_ttl = @MessageTtl, revision = @announced, mod_time = @now WHERE id = @Id",
                    new { locked.Id, configuration.RetryNum, configuration.MessageTtl, announced, now = time.GetUtcNow() },
                    cancellationToken);
                return announced;
            },
            cancellationToken);
        await settler.SettleAsync(revision, cancellationToken);
    }

    public async Task<FunctionDetails> WaitAsync(string @namespace, string function, string? qualifier, CancellationToken cancellationToken)
    {
        while (true)
        {
            var details = await GetAsync(@namespace, function, qualifier, cancellationToken);
            if (!details.Status.IsTransient()) return details;
            await settler.SettleAsync(details.Revision, cancellationToken);
        }
    }

    private async Task<FunctionDetails> UpdateAsync(
        string @namespace, string function, FunctionSettings settings, InspectedCode? code, string statusCode, CancellationToken cancellationToken)
    {
        var revision = await database.WriteAsync(
            async transaction =>
            {
                var locked = await transaction.LockFunctionAsync(@namespace, function, cancellationToken);
                var latest = await transaction.RequireVersionAsync(locked, NameRules.Latest, cancellationToken);
                FunctionTransitions.Require(latest.CurrentStatus.CanUpdate(), statusCode, "An update", latest.CurrentStatus);
                var kind = FunctionKinds.Parse(locked.Kind);
                var present = StoreJson.Read<FunctionConfiguration>(latest.Configuration);
                var family = RuntimeCatalogue.Find(locked.Runtime)!.Family;
                var next = ConfigurationRules.Apply(present, settings, kind, family);
                if (settings.Handler is not null) HandlerRules.Require(family, kind, next.Handler);
                var environment = settings.Environment is null ? latest.Environment : environments.Seal(EnvironmentRules.Check(settings.Environment), locked.Id);
                var package = code is null ? new(latest.CodeSha256, latest.CodeSize) : await packages.PutAsync(transaction, code.Zip, code.Summary, cancellationToken);
                // Instances are replaced only when something changed that they can notice.
                var sameForInstances = package.Sha256 == latest.CodeSha256 && settings.Environment is null
                    && StoreJson.Write(present with { Description = "", Tags = [] }) == StoreJson.Write(next with { Description = "", Tags = [] });
                await transaction.ExecuteAsync(
                    """
                    UPDATE control.package SET touched_at = @now WHERE sha256 = @oldSha256;
                    UPDATE control.function_version SET generation = @generation, status = @status, status_reasons = '[]', configuration = @configuration::jsonb,
                        environment = @environment, code_sha256 = @Sha256, code_size = @Size, mod_time = @now
                    WHERE function_id = @Id AND version = @Latest
                    """,
                    new
                    {
                        locked.Id,
                        NameRules.Latest,
                        generation = latest.Generation + (sameForInstances ? 0 : 1),
                        status = nameof(FunctionStatus.Updating),
                        configuration = StoreJson.Write(next),
                        environment,
                        oldSha256 = latest.CodeSha256,
                        package.Sha256,
                        package.Size,
                        now = time.GetUtcNow(),
                    },
                    cancellationToken);
                return await NewFunction.StampAsync(transaction, @namespace, function, locked.Id, NameRules.Latest, time.GetUtcNow(), cancellationToken);
            },
            cancellationToken);
        settler.Settle(revision);
        return await GetAsync(@namespace, function, null, cancellationToken);
    }
}
