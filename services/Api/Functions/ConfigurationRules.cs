using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Runtimes;

namespace ScfAspire.Api.Functions;

/// <summary>Puts requested settings onto a configuration and checks the outcome.</summary>
public static class ConfigurationRules
{
    /// <exception cref="ScfException">A setting is out of rule or not offered.</exception>
    public static FunctionConfiguration Apply(FunctionConfiguration present, FunctionSettings settings, FunctionKind kind, RuntimeFamily family)
    {
        var next = present with
        {
            Handler = settings.Handler ?? present.Handler,
            Description = settings.Description ?? present.Description,
            MemorySize = settings.MemorySize ?? present.MemorySize,
            Timeout = settings.Timeout ?? present.Timeout,
            InitTimeout = settings.InitTimeout ?? present.InitTimeout,
            InstanceConcurrency = settings.InstanceConcurrency ?? present.InstanceConcurrency,
            Role = settings.Role ?? present.Role,
            Vpc = settings.Vpc ?? present.Vpc,
            ClsLogsetId = settings.ClsLogsetId ?? present.ClsLogsetId,
            ClsTopicId = settings.ClsTopicId ?? present.ClsTopicId,
            Layers = Layers(settings.Layers) ?? present.Layers,
            PublicNet = settings.PublicNet ?? present.PublicNet,
            DnsCache = settings.DnsCache ?? present.DnsCache,
            WebSocketIdleTimeout = settings.WebSocketIdleTimeout ?? present.WebSocketIdleTimeout,
            IgnoreSystemLog = settings.IgnoreSystemLog ?? present.IgnoreSystemLog,
            Tags = settings.Tags ?? present.Tags,
        };
        ResourceRules.RequireDescription(next.Description);
        ResourceRules.RequireMemorySize(next.MemorySize);
        ResourceRules.RequireTimeout(next.Timeout);
        ResourceRules.RequireInitTimeout(next.InitTimeout);
        RequireConcurrency(next.InstanceConcurrency, kind, family);
        if (next.WebSocketIdleTimeout is < ScfLimits.WebSocketIdleMin or > ScfLimits.WebSocketIdleMax)
        {
            throw new ScfException(
                ScfErrorCode.InvalidIdleTimeOut, $"IdleTimeOut must be {ScfLimits.WebSocketIdleMin} to {ScfLimits.WebSocketIdleMax} seconds.");
        }

        if (next.ProtocolType.Length > 0 && (kind != FunctionKind.Http || next.ProtocolType != "WS"))
            throw new ScfException(ScfErrorCode.InvalidProtocolType, "ProtocolType can only be WS, and only for functions of Type HTTP.");
        return next;
    }

    private static void RequireConcurrency(InstanceConcurrency concurrency, FunctionKind kind, RuntimeFamily family)
    {
        if (concurrency.Mode is not ("" or "TRUE" or "FALSE"))
            throw new ScfException(ScfErrorCode.InvalidDynamicEnabled, "InstanceConcurrencyConfig.DynamicEnabled must be TRUE, FALSE or empty.");
        if (concurrency.Mode.Length > 0) ResourceRules.RequireInstanceConcurrency(concurrency.MaxConcurrency, family, kind);
    }

    private static IReadOnlyList<LayerBinding>? Layers(IReadOnlyList<LayerBinding>? layers)
    {
        if (layers is null || layers.Count == 0 || layers.All(l => l.LayerName.Length == 0)) return layers is null ? null : [];
        var layer = layers.First(l => l.LayerName.Length > 0);
        throw new ScfException(ScfErrorCode.ResourceNotFoundLayer, $"Layer {layer.LayerName} version {layer.LayerVersion} is not found.");
    }
}
