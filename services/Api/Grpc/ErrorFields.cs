using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Grpc;

/// <summary>Which field of the public API an error code of the SCF interface is about.</summary>
internal static class ErrorFields
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        [ScfErrorCode.MissingParameterCode] = "function.code",
        [ScfErrorCode.InvalidCode] = "function.code",
        [ScfErrorCode.InvalidCodeSource] = "function.code",
        [ScfErrorCode.InvalidZipFile] = "function.code.zip_file",
        [ScfErrorCode.InvalidZipFileBase64] = "function.code.zip_file",
        [ScfErrorCode.MissingParameterRuntime] = "function.runtime",
        [ScfErrorCode.InvalidRuntime] = "function.runtime",
        [ScfErrorCode.InvalidHandler] = "function.handler",
        [ScfErrorCode.InvalidMemorySize] = "function.memory_mb",
        [ScfErrorCode.LimitExceededTimeout] = "function.timeout",
        [ScfErrorCode.LimitExceededInitTimeout] = "function.init_timeout",
        [ScfErrorCode.InvalidEnvironment] = "function.environment",
        [ScfErrorCode.InvalidEnvironmentExceededLimit] = "function.environment",
        [ScfErrorCode.InvalidEnvironmentSystemProtect] = "function.environment",
        [ScfErrorCode.InvalidMaxConcurrency] = "function.instance_concurrency",
        [ScfErrorCode.LimitExceededRetryNum] = "function.async_config.max_retries",
        [ScfErrorCode.LimitExceededMsgTtl] = "function.async_config.message_ttl",
        [ScfErrorCode.InvalidFunctionName] = "function_id",
        [ScfErrorCode.InvalidNamespaceName] = "namespace_id",
        [ScfErrorCode.InvalidNamespace] = "parent",
        [ScfErrorCode.InvalidAlias] = "alias",
        [ScfErrorCode.InvalidRoutingConfig] = "alias.additional_version",
        [ScfErrorCode.InvalidParameterRoutingConfig] = "alias.additional_version",
        [ScfErrorCode.InvalidAdditionalVersionWeights] = "alias.additional_version.weight",
        [ScfErrorCode.InvalidTriggerName] = "trigger_id",
        [ScfErrorCode.InvalidTriggerDesc] = "trigger.http",
        [ScfErrorCode.InvalidQualifier] = "qualifier",
        [ScfErrorCode.InvalidParam] = "event",
        [ScfErrorCode.InvalidParameterRequestTooLarge] = "event",
        [ScfErrorCode.InvalidOrderBy] = "order_by",
        [ScfErrorCode.InvalidDescription] = "description",
    };

    public static string? Of(string code) => Fields.GetValueOrDefault(code);
}
