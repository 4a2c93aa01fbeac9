using Google.Protobuf.WellKnownTypes;
using ScfAspire.Api.Functions;
using ScfAspire.Core.Limits;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>What a message asks of the control plane, whose rules check it.</summary>
internal static class FunctionRequests
{
    /// <summary>Fields that an update can change.</summary>
    public static readonly string[] Mutable =
    [
        "description", "handler", "memory_mb", "timeout", "init_timeout", "environment", "instance_concurrency", "public_network", "async_config", "code",
    ];

    /// <summary>Settings for a new function: what is not set takes its default.</summary>
    public static FunctionSettings Settings(Function function) => new()
    {
        Handler = function.Handler.Length > 0 ? function.Handler : null,
        Description = function.Description,
        MemorySize = function.MemoryMb != 0 ? function.MemoryMb : null,
        Timeout = Seconds(function.Timeout, "function.timeout"),
        InitTimeout = Seconds(function.InitTimeout, "function.init_timeout"),
        Environment = [.. function.Environment],
        InstanceConcurrency = function.InstanceConcurrency != 0 ? Concurrency(function.InstanceConcurrency) : null,
        PublicNet = function.HasPublicNetwork ? function.PublicNetwork : null,
    };

    /// <summary>Settings for an update; a field of the mask that is not set takes its default. Null when none is named.</summary>
    public static FunctionSettings? Settings(Function function, RequestMask mask)
    {
        string[] settings = ["description", "handler", "memory_mb", "timeout", "init_timeout", "environment", "instance_concurrency", "public_network"];
        if (!settings.Any(mask.Has)) return null;
        return new()
        {
            Handler = mask.Has("handler") ? function.Handler : null,
            Description = mask.Has("description") ? function.Description : null,
            MemorySize = mask.Has("memory_mb") ? (function.MemoryMb != 0 ? function.MemoryMb : ScfLimits.MemoryDefaultMb) : null,
            Timeout = mask.Has("timeout") ? Seconds(function.Timeout, "function.timeout") ?? ScfLimits.TimeoutDefault : null,
            InitTimeout = mask.Has("init_timeout") ? Seconds(function.InitTimeout, "function.init_timeout") ?? ScfLimits.InitTimeoutDefault : null,
            Environment = mask.Has("environment") ? [.. function.Environment] : null,
            InstanceConcurrency = mask.Has("instance_concurrency") ? Concurrency(function.InstanceConcurrency) : null,
            PublicNet = mask.Has("public_network") ? !function.HasPublicNetwork || function.PublicNetwork : null,
        };
    }

    public static AsyncInvokeConfiguration Async(AsyncConfig? config) => new(
        config is { HasMaxRetries: true } ? config.MaxRetries : ScfLimits.AsyncRetryDefault,
        Seconds(config?.MessageTtl, "function.async_config.message_ttl") ?? ScfLimits.AsyncMessageTtlDefault);

    public static CodeSource? Code(Function function) =>
        function.Code?.SourceCase == V1.Code.SourceOneofCase.ZipFile ? new() { Zip = function.Code.ZipFile.Memory } : null;

    private static InstanceConcurrency Concurrency(int requests) => requests is 0 or 1 ? InstanceConcurrency.Off : new("FALSE", requests);

    private static int? Seconds(Duration? duration, string field)
    {
        if (duration is null) return null;
        if (duration.Nanos != 0) throw ErrorStatus.Invalid(field, "must be whole seconds.");
        return (int)Math.Clamp(duration.Seconds, int.MinValue, int.MaxValue);
    }
}
