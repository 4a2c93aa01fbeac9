namespace ScfAspire.Metering.Rollups;

/// <summary>What the invocations of one rollup row have in common.</summary>
public readonly record struct RollupKey(
    DateTimeOffset Minute, string Namespace, string Function, string FunctionId, string Version, string Pool, int StatusCode);
