using System.Buffers;

namespace ScfAspire.Contracts.Link;

/// <summary>INVOKE, the head of a call.</summary>
public sealed record InvokeFrame
{
    private const int Fixed = 8 + 16 + 4 + 2 + 1 + 1 + 8;

    public required ulong InstanceId { get; init; }

    public required Guid RequestId { get; init; }

    /// <summary>Milliseconds that the function may run.</summary>
    public required uint TimeLimitMs { get; init; }

    /// <summary>0 for the first run.</summary>
    public ushort RetryNum { get; init; }

    public required InvokeMode Mode { get; init; }

    public bool WantLogTail { get; init; }

    /// <summary>Bytes of DATA that follow, 0 for none, -1 when unknown.</summary>
    public long BodyLength { get; init; }

    public string Qualifier { get; init; } = "";

    public string InvokeType { get; init; } = "";

    public string TraceParent { get; init; } = "";

    public string TriggerSource { get; init; } = "";

    /// <summary>Empty for events.</summary>
    public string Method { get; init; } = "";

    /// <summary>Path and query; empty for events.</summary>
    public string Target { get; init; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Bytes of the payload.</summary>
    /// <exception cref="FrameFormatException">One of the texts or the headers are too long for any frame.</exception>
    public int PayloadLength =>
        Fixed + PayloadWriter.Size16(Qualifier) + PayloadWriter.Size16(InvokeType) + PayloadWriter.Size16(TraceParent)
        + PayloadWriter.Size16(TriggerSource) + PayloadWriter.Size16(Method) + PayloadWriter.Size16(Target) + PayloadWriter.SizeOf(Headers);

    /// <summary>Appends the whole frame.</summary>
    /// <exception cref="FrameFormatException">It would be over the limit; nothing was written.</exception>
    public void WriteTo(IBufferWriter<byte> destination, uint callId)
    {
        var writer = new PayloadWriter(destination, FrameKind.Invoke, callId, PayloadLength);
        writer.UInt64(InstanceId);
        writer.Id(RequestId);
        writer.UInt32(TimeLimitMs);
        writer.UInt16(RetryNum);
        writer.UInt8((byte)Mode);
        writer.Flag(WantLogTail);
        writer.Int64(BodyLength);
        writer.Text16(Qualifier);
        writer.Text16(InvokeType);
        writer.Text16(TraceParent);
        writer.Text16(TriggerSource);
        writer.Text16(Method);
        writer.Text16(Target);
        writer.Fields(Headers);
        writer.Commit();
    }

    /// <exception cref="FrameFormatException">The payload is none of INVOKE.</exception>
    public static InvokeFrame Read(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var frame = new InvokeFrame
        {
            InstanceId = reader.UInt64(),
            RequestId = reader.Id(),
            TimeLimitMs = reader.UInt32(),
            RetryNum = reader.UInt16(),
            Mode = Known(reader.UInt8()),
            WantLogTail = (reader.UInt8() & 1) != 0,
            BodyLength = Length(reader.Int64()),
            Qualifier = reader.Text16(),
            InvokeType = reader.Text16(),
            TraceParent = reader.Text16(),
            TriggerSource = reader.Text16(),
            Method = reader.Text16(),
            Target = reader.Text16(),
            Headers = reader.Fields(),
        };
        reader.End();
        return frame;
    }

    private static InvokeMode Known(byte mode) =>
        mode is (byte)InvokeMode.Event or (byte)InvokeMode.Http ? (InvokeMode)mode : throw new FrameFormatException($"{mode} is no mode of a call.");

    private static long Length(long length) => length >= -1 ? length : throw new FrameFormatException($"{length} is no length of a body.");
}
