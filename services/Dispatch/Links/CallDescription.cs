using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Invocations;

namespace ScfAspire.Dispatch.Links;

/// <summary>What a record says of a call besides how it ended; holds on to no payload.</summary>
internal sealed record CallDescription
{
    public required Guid RequestId { get; init; }

    public required int RetryNum { get; init; }

    public required FunctionRoute Route { get; init; }

    public required VersionRoute Version { get; init; }

    public required string Qualifier { get; init; }

    public required string InvokeType { get; init; }

    public required DateTimeOffset Start { get; init; }

    public string PoolName { get; init; } = "";

    public ulong InstanceId { get; init; }

    public long ColdStartMicroseconds { get; init; }

    public static CallDescription Of(Invocation invocation, FunctionRoute route, VersionRoute version, DateTimeOffset start) => new()
    {
        RequestId = invocation.RequestId,
        RetryNum = invocation.RetryNum,
        Route = route,
        Version = version,
        Qualifier = invocation.Qualifier,
        InvokeType = invocation.InvokeType,
        Start = start,
    };
}
