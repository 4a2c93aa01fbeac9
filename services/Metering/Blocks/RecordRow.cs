using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Blocks;

/// <summary>A record on its way into a block. Its texts stay the UTF-8 bytes that came, of which they are views: see <see cref="Ingest.RecordBatch"/>.</summary>
public sealed class RecordRow
{
    public required RecordOrigin Origin { get; init; }

    public required CallId Id { get; init; }

    public long StartUs { get; set; }

    public required long DurationUs { get; init; }

    public required long BilledMs { get; init; }

    public required int MemoryMb { get; init; }

    public required long MemoryUsedBytes { get; init; }

    public required int StatusCode { get; init; }

    public required long ColdStartUs { get; init; }

    public required long ResponseBytes { get; init; }

    public required ReadOnlyMemory<byte> RetMsg { get; init; }

    public required ReadOnlyMemory<byte> ErrorMessage { get; init; }

    public required ReadOnlyMemory<byte> Log { get; init; }

    public required LogForm LogForm { get; init; }

    /// <summary>An <see cref="InitLog"/>, encoded; empty for most.</summary>
    public required ReadOnlyMemory<byte> InitLog { get; init; }

    /// <summary>Null where the error message is the reason.</summary>
    public required ReadOnlyMemory<byte>? ErrorReason { get; init; }

    public RecordSource Source => Origin.Source;
}
