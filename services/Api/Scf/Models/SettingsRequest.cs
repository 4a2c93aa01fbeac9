using ScfAspire.Api.Functions;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Models;

/// <summary>Settings that CreateFunction and UpdateFunctionConfiguration share.</summary>
public class SettingsRequest : FunctionRequest
{
    public string? Description { get; init; }

    public int? MemorySize { get; init; }

    public int? Timeout { get; init; }

    public int? InitTimeout { get; init; }

    public EnvironmentModel? Environment { get; init; }

    public VpcConfigModel? VpcConfig { get; init; }

    public string? Role { get; init; }

    public string? InstallDependency { get; init; }

    public string? ClsLogsetId { get; init; }

    public string? ClsTopicId { get; init; }

    public IReadOnlyList<LayerModel>? Layers { get; init; }

    public DeadLetterConfigModel? DeadLetterConfig { get; init; }

    public PublicNetConfigModel? PublicNetConfig { get; init; }

    public CfsConfigModel? CfsConfig { get; init; }

    public ProtocolParamsModel? ProtocolParams { get; init; }

    public InstanceConcurrencyConfigModel? InstanceConcurrencyConfig { get; init; }

    public string? DnsCache { get; init; }

    public IntranetConfigModel? IntranetConfig { get; init; }

    public int? DiskSize { get; init; }

    public bool? IgnoreSysLog { get; init; }

    public IReadOnlyList<VariableModel>? Tags { get; init; }

    /// <exception cref="ScfException">A setting that this installation does not offer: it is refused, never silently left out.</exception>
    public FunctionSettings ToSettings(string? handler)
    {
        RequireOffered();
        return new()
        {
            Handler = handler,
            Description = Description,
            MemorySize = MemorySize,
            Timeout = Timeout,
            InitTimeout = InitTimeout,
            Environment = Environment?.Variables is { } variables ? Pairs(variables) : null,
            Vpc = VpcConfig is null ? null : new(VpcConfig.VpcId ?? "", VpcConfig.SubnetId ?? ""),
            Role = Role,
            ClsLogsetId = ClsLogsetId,
            ClsTopicId = ClsTopicId,
            Layers = Layers is null ? null : [.. Layers.Select(l => new LayerBinding(l.LayerName ?? "", l.LayerVersion))],
            PublicNet = PublicNetConfig?.PublicNetStatus is { Length: > 0 } status ? IsEnabled(status, ScfErrorCode.InvalidPublicNetConfig, "PublicNetStatus") : null,
            DnsCache = DnsCache is { Length: > 0 } ? IsTrue(DnsCache, "DnsCache") : null,
            WebSocketIdleTimeout = ProtocolParams?.WSParams?.IdleTimeOut,
            InstanceConcurrency = InstanceConcurrencyConfig?.ToSetting(),
            IgnoreSystemLog = IgnoreSysLog,
            Tags = Tags is null ? null : Pairs(Tags),
        };
    }

    /// <summary>Reads <c>TRUE</c> or <c>FALSE</c>; absent is false.</summary>
    public static bool IsTrue(string? text, string name) => text?.ToUpperInvariant() switch
    {
        "TRUE" => true,
        null or "" or "FALSE" => false,
        _ => throw new ScfException(ScfErrorCode.InvalidParameterValue, $"{name} must be TRUE or FALSE."),
    };

    private static bool IsEnabled(string text, string code, string name) => text.ToUpperInvariant() switch
    {
        "ENABLE" => true,
        "DISABLE" => false,
        _ => throw new ScfException(code, $"{name} must be ENABLE or DISABLE."),
    };

    private static KeyValuePair<string, string>[] Pairs(IReadOnlyList<VariableModel> variables) =>
        [.. variables.Select(v => KeyValuePair.Create(v.Key ?? "", v.Value ?? ""))];

    private void RequireOffered()
    {
        if (IsTrue(InstallDependency, "InstallDependency"))
            throw new ScfException(ScfErrorCode.UnsupportedOperation, "InstallDependency is not offered by this installation; put the dependencies into the zip.");
        if (DeadLetterConfig is { Name.Length: > 0 })
            throw new ScfException(ScfErrorCode.InvalidDeadLetterConfig, "DeadLetterConfig is not offered by this installation.");
        if (CfsConfig?.CfsInsList is { Count: > 0 }) throw new ScfException(ScfErrorCode.InvalidCfs, "CfsConfig is not offered by this installation.");
        if (PublicNetConfig?.EipConfig?.EipStatus is { Length: > 0 } eip && IsEnabled(eip, ScfErrorCode.InvalidPublicNetConfig, "EipStatus"))
            throw new ScfException(ScfErrorCode.UnsupportedEipFixed, "A fixed egress address (EipConfig) is not offered by this installation.");
        if (IntranetConfig?.IpFixed is { Length: > 0 } fixedIp && IsEnabled(fixedIp, ScfErrorCode.InvalidParameterValue, "IpFixed"))
            throw new ScfException(ScfErrorCode.UnsupportedOperation, "A fixed private address (IntranetConfig) is not offered by this installation.");
        if (DiskSize is not (null or 0 or ScfLimits.DiskMb))
            throw new ScfException(ScfErrorCode.UnsupportedDiskSize, $"DiskSize must be {ScfLimits.DiskMb}.");
    }
}
