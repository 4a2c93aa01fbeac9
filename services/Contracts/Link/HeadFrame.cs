using System.Buffers;

namespace ScfAspire.Contracts.Link;

/// <summary>HEAD, the start of a web function's answer.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="Upgraded">The call is a raw byte stream from here on.</param>
/// <param name="Headers">Names and values in their order.</param>
public sealed record HeadFrame(int StatusCode, bool Upgraded, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Appends the whole frame.</summary>
    /// <exception cref="FrameFormatException">The headers do not fit one frame; nothing was written.</exception>
    public void WriteTo(IBufferWriter<byte> destination, uint callId)
    {
        var writer = new PayloadWriter(destination, FrameKind.Head, callId, 4 + PayloadWriter.SizeOf(Headers));
        writer.UInt16((ushort)StatusCode);
        writer.Flag(Upgraded);
        writer.UInt8(0);
        writer.Fields(Headers);
        writer.Commit();
    }

    /// <exception cref="FrameFormatException">The payload is none of HEAD.</exception>
    public static HeadFrame Read(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var status = reader.UInt16();
        var upgraded = reader.Flag();
        reader.UInt8();
        var headers = reader.Fields();
        reader.End();
        return new HeadFrame(status, upgraded, headers);
    }
}
