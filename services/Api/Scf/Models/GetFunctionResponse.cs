using ScfAspire.Api.Functions;
using ScfAspire.Api.Installation;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Models;

/// <summary>Answer of GetFunction.</summary>
public sealed class GetFunctionResponse : ScfResponse
{
    public required string FunctionName { get; init; }

    public required string FunctionId { get; init; }

    public required string Namespace { get; init; }

    public required string FunctionVersion { get; init; }

    public required string Qualifier { get; init; }

    public required string Type { get; init; }

    /// <summary><c>api</c> or <c>kubernetes</c>: who writes it. Beyond the SCF interface; tools leave alone what they do not know.</summary>
    public required string Owner { get; init; }

    public required string Runtime { get; init; }

    public required string Handler { get; init; }

    public required string Description { get; init; }

    public required int MemorySize { get; init; }

    public required int Timeout { get; init; }

    public required int InitTimeout { get; init; }

    public required EnvironmentModel Environment { get; init; }

    public required string Status { get; init; }

    public required string StatusDesc { get; init; }

    public required IReadOnlyList<StatusReason> StatusReasons { get; init; }

    public required string AddTime { get; init; }

    public required string ModTime { get; init; }

    public required string CodeInfo { get; init; }

    public required long CodeSize { get; init; }

    public required string CodeSha256 { get; init; }

    public string CodeResult { get; init; } = "success";

    public string CodeError { get; init; } = "";

    public int ErrNo { get; init; }

    public required VpcConfigModel VpcConfig { get; init; }

    public required string Role { get; init; }

    public required string ClsLogsetId { get; init; }

    public required string ClsTopicId { get; init; }

    public required IReadOnlyList<TriggerModel> Triggers { get; init; }

    public required PublicNetConfigModel PublicNetConfig { get; init; }

    public InstanceConcurrencyConfigModel? InstanceConcurrencyConfig { get; init; }

    public required string ProtocolType { get; init; }

    public ProtocolParamsModel? ProtocolParams { get; init; }

    public required string DnsCache { get; init; }

    public required IReadOnlyList<VariableModel> Tags { get; init; }

    public IReadOnlyList<LayerModel> Layers { get; init; } = [];

    public string InstallDependency { get; init; } = "FALSE";

    public string AsyncRunEnable { get; init; } = "FALSE";

    public string TraceEnable { get; init; } = "FALSE";

    public string UseGpu { get; init; } = "FALSE";

    public string L5Enable { get; init; } = "FALSE";

    public string OnsEnable { get; init; } = "FALSE";

    public string AvailableStatus { get; init; } = "Available";

    public CfsConfigModel CfsConfig { get; init; } = new([]);

    public IntranetConfigModel IntranetConfig { get; init; } = new("DISABLE");

    public int DiskSize { get; init; } = ScfLimits.DiskMb;

    public static GetFunctionResponse Of(FunctionDetails function, string code, ScfTime time, InstallationOptions installation)
    {
        var settings = function.Configuration;
        return new()
        {
            FunctionName = function.FunctionName,
            FunctionId = function.FunctionId,
            Namespace = function.Namespace,
            FunctionVersion = function.Version,
            Qualifier = function.Qualifier,
            Type = function.Kind.Text(),
            Owner = function.Owner == FunctionOwner.Kubernetes ? "kubernetes" : "api",
            Runtime = function.Runtime,
            Handler = settings.Handler,
            Description = settings.Description,
            MemorySize = settings.MemorySize,
            Timeout = settings.Timeout,
            InitTimeout = settings.InitTimeout,
            Environment = new([.. function.Environment.Select(e => new VariableModel(e.Key, e.Value))]),
            Status = function.Status.ToString(),
            StatusDesc = function.StatusReasons is [var reason, ..] ? reason.ErrorMessage : "",
            StatusReasons = function.StatusReasons,
            AddTime = time.Text(function.AddTime),
            ModTime = time.Text(function.ModTime),
            CodeInfo = code,
            CodeSize = function.CodeSize,
            CodeSha256 = function.CodeSha256,
            VpcConfig = new(settings.Vpc.VpcId, settings.Vpc.SubnetId),
            Role = settings.Role,
            ClsLogsetId = settings.ClsLogsetId,
            ClsTopicId = settings.ClsTopicId,
            Triggers = [.. function.Triggers.Select(t => TriggerModel.Of(t, time, installation.Region, installation.Uin))],
            PublicNetConfig = new(settings.PublicNet ? "ENABLE" : "DISABLE", new("DISABLE")),
            InstanceConcurrencyConfig = InstanceConcurrencyConfigModel.Of(settings.InstanceConcurrency),
            ProtocolType = settings.ProtocolType,
            ProtocolParams = settings.ProtocolType.Length == 0 ? null : new(new(settings.WebSocketIdleTimeout)),
            DnsCache = settings.DnsCache ? "TRUE" : "FALSE",
            Tags = [.. settings.Tags.Select(t => new VariableModel(t.Key, t.Value))],
        };
    }
}
