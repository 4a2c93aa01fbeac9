using System.Globalization;
using Google.Protobuf;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Installation;
using ScfAspire.Api.Packages;
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
        SELECT f.id, f.namespace, f.name, f.kind, f.runtime, v.version, v.configuration, v.environment, v.code_sha256, v.code_size, c.data AS code
        FROM control.function f JOIN control.function_version v ON v.function_id = f.id
        LEFT JOIN control.package_chunk c ON c.sha256 = v.code_sha256 AND c.ordinal = 0 AND v.code_size <= @codeBytes
        WHERE f.id = @functionId AND v.version = @version AND v.generation = @generation
        """;

    /// <summary>Null when the spec is superseded, deleted or not one of ours.</summary>
    /// <param name="specId">Its identity.</param>
    /// <param name="codeBytes">The code comes with it where it is not larger than this, and no larger than one chunk.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<InstanceSpec?> FindAsync(string specId, long codeBytes, CancellationToken cancellationToken)
    {
        var parts = specId.Split('/');
        if (parts.Length != 3 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)) return null;
        var row = await database.FindAsync<InstanceSpecRow>(Sql, new { functionId = parts[0], version = parts[1], generation, codeBytes = Math.Min(codeBytes, PackageStore.ChunkBytes) }, cancellationToken);
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
            Code = row.Code is { } code ? UnsafeByteOperations.UnsafeWrap(code) : ByteString.Empty,
        };
        spec.Environment.Add(new Dictionary<string, string>(environments.Open(row.Environment, row.Id)));
        return spec;
    }

    private sealed class InstanceSpecRow
    {
        public string Id { get; init; } = "";

        public string Namespace { get; init; } = "";

        public string Name { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Runtime { get; init; } = "";

        public string Version { get; init; } = "";

        public string Configuration { get; init; } = "";

        public byte[] Environment { get; init; } = [];

        public string CodeSha256 { get; init; } = "";

        public long CodeSize { get; init; }

        public byte[]? Code { get; init; }
    }
}
