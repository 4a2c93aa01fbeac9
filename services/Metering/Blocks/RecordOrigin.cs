using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Blocks;

/// <summary>Where records come from: the fields that are the same for many records one after the other, kept once for all of them.</summary>
public sealed class RecordOrigin
{
    public required RunTarget Target { get; init; }

    public required string SpecId { get; init; }

    public required string Pool { get; init; }

    public required ulong InstanceId { get; init; }

    public required RecordSource Source { get; init; }

    public required string InvokeType { get; init; }

    /// <summary>Why no record of this origin can be stored; null where they can.</summary>
    public required string? Refusal { get; init; }
}
