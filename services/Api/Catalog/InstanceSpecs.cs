using System.Globalization;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Installation;
using ScfAspire.Api.Store;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Catalog;

/// <summary>What an agent needs to run one function version, the environment in plain text.</summary>
public sealed class InstanceSpecs(ControlDatabase database, EnvironmentBox environments, InstallationOptions installation)
{
    private const string Sql =
        """
        SELECT f.id, f.namespace, f.name, f.kind, f.runtime, v.version, v.configuration, v.environment, v.code_sha256, v.code_size
        FROM control.function f JOIN control.function_version v ON v.function_id = f.id
        WHERE f.id = @functionId AND v.version = @version AND v.generation = @generation
        """;

    /// <summary>Null when the spec is superseded, deleted or not one of ours.</summary>
    public async Task<InstanceSpec?> FindAsync(string specId, CancellationToken cancellationToken)
    {
        var parts = specId.Split('/');
        if (parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)) return null;
        var row = await database.FindAsync<FunctionVersionRow>(Sql, new { functionId = parts[0], version = parts[1], generation }, cancellationToken);
        if (row is null) return null;
        var configuration = StoreJson.Read<FunctionConfiguration>(row.Configuration);
        var spec = new InstanceSpec
        {
            SpecId = specId,
            Key = new() { Namespace = row.Namespace, Function = row.Name },
            FunctionId = row.Id,
            Version = row.Version,
            Type = FunctionKinds.Parse(row.Kind) == FunctionKind.Http ? FunctionType.Http : FunctionType.Event,
            Runtime = row.Runtime,
            Handler = configuration.Handler,
            MemoryMb = configuration.MemorySize,
            TimeoutMs = configuration.Timeout * 1000,
            InitTimeoutMs = configuration.InitTimeout * 1000,
            InstanceConcurrency = configuration.InstanceConcurrency.Effective,
            CodeSha256 = row.CodeSha256,
            CodeSize = row.CodeSize,
            PublicNet = configuration.PublicNet,
            DiskMb = ScfLimits.DiskMb,
            Region = installation.Region,
            AppId = installation.AppId,
            Uin = installation.Uin,
        };
        spec.Environment.Add(new Dictionary<string, string>(environments.Open(row.Environment, row.Id)));
        return spec;
    }
}
