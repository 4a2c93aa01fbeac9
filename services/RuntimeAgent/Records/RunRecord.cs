using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>What the record of one run says beyond what all records of its instance say; see <see cref="InvocationRecord"/> for the fields.</summary>
internal readonly record struct RunRecord
{
    public required Guid RequestId { get; init; }

    public int RetryNum { get; init; }

    public required string Qualifier { get; init; }

    public required string InvokeType { get; init; }

    public long StartUnixUs { get; init; }

    public long DurationUs { get; init; }

    public long BilledMs { get; init; }

    public long MemoryUsedBytes { get; init; }

    public int StatusCode { get; init; }

    /// <summary>Valid UTF-8.</summary>
    public ReadOnlyMemory<byte> RetMsg { get; init; }

    public required string ErrorMessage { get; init; }

    /// <summary>What the function printed.</summary>
    public required string Log { get; init; }

    public long ColdStartUs { get; init; }

    public long ResponseBytes { get; init; }

    public LogForm LogForm { get; init; }

    /// <summary>Of the first run of an instance.</summary>
    public InitLog? InitLog { get; init; }

    /// <summary>Null where the error message is the reason.</summary>
    public string? ErrorReason { get; init; }
}
