using System.Buffers;
using System.Text;

namespace ScfAspire.Contracts.Link;

/// <summary>OUTCOME, the last frame of a call; also ANSWERED, the same of a call whose function runs on, as far as it has come.</summary>
public sealed record OutcomeFrame
{
    private const int Fixed = 2 + 1 + 1 + (8 * 5) + 4 + 4;

    /// <summary>Status code of the SCF interface.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The function's code never saw the call: it may be sent again elsewhere.</summary>
    public bool NeverSaw { get; init; }

    public bool InstanceGone { get; init; }

    public long StartUnixMicroseconds { get; init; }

    public long DurationMicroseconds { get; init; }

    public long BilledMilliseconds { get; init; }

    public long MemoryUsedBytes { get; init; }

    /// <summary>Where the agent's spool has the call's record; 0 when none was written.</summary>
    public ulong SpoolSequence { get; init; }

    /// <summary>Empty on success; written cut at its end where it does not fit one frame.</summary>
    public string ErrorMessage { get; init; } = "";

    /// <summary>The last <see cref="FrameLimits.LogTailBytes"/> bytes of the log; written cut at its start where longer.</summary>
    public string LogTail { get; init; } = "";

    /// <summary>Appends the whole frame.</summary>
    /// <param name="destination">Takes the frame.</param>
    /// <param name="callId">The call.</param>
    /// <param name="kind">OUTCOME or ANSWERED.</param>
    public void WriteTo(IBufferWriter<byte> destination, uint callId, FrameKind kind = FrameKind.Outcome)
    {
        var tail = Utf8Cut.Last(LogTail, FrameLimits.LogTailBytes);
        var tailBytes = Encoding.UTF8.GetByteCount(tail);
        var message = Utf8Cut.First(ErrorMessage, FrameLimits.LinkPayloadBytes - Fixed - tailBytes);
        var writer = new PayloadWriter(destination, kind, callId, Fixed + tailBytes + Encoding.UTF8.GetByteCount(message));
        writer.UInt16((ushort)StatusCode);
        writer.Flag(NeverSaw);
        writer.Flag(InstanceGone);
        writer.Int64(StartUnixMicroseconds);
        writer.Int64(DurationMicroseconds);
        writer.Int64(BilledMilliseconds);
        writer.Int64(MemoryUsedBytes);
        writer.UInt64(SpoolSequence);
        writer.Text32(message);
        writer.Text32(tail);
        writer.Commit();
    }

    /// <exception cref="FrameFormatException">The payload is none of OUTCOME or ANSWERED.</exception>
    public static OutcomeFrame Read(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var frame = new OutcomeFrame
        {
            StatusCode = reader.UInt16(),
            NeverSaw = reader.Flag(),
            InstanceGone = reader.Flag(),
            StartUnixMicroseconds = reader.Int64(),
            DurationMicroseconds = reader.Int64(),
            BilledMilliseconds = reader.Int64(),
            MemoryUsedBytes = reader.Int64(),
            SpoolSequence = reader.UInt64(),
            ErrorMessage = reader.Text32(),
            LogTail = reader.Text32(),
        };
        reader.End();
        return frame;
    }
}
