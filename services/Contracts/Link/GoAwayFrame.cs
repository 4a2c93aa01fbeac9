using System.Buffers;
using System.Text;

namespace ScfAspire.Contracts.Link;

/// <summary>Why a side takes no new calls; values that the enumeration lacks are possible on input.</summary>
public enum GoAwayCode
{
    /// <summary>The process ends in order.</summary>
    Leaving = 0,

    /// <summary>Wrong version or proof.</summary>
    Refused = 1,

    /// <summary>The other side broke the protocol.</summary>
    Protocol = 2,
}

/// <summary>GOAWAY: no new calls; open ones go on.</summary>
public sealed record GoAwayFrame(GoAwayCode Code, string Text)
{
    private const int MaxTextBytes = 1_024;

    /// <summary>Appends the whole frame; the text is cut at 1,024 bytes.</summary>
    public void WriteTo(IBufferWriter<byte> destination)
    {
        var text = Utf8Cut.First(Text, MaxTextBytes);
        var writer = new PayloadWriter(destination, FrameKind.GoAway, 0, 2 + Encoding.UTF8.GetByteCount(text));
        writer.UInt16((ushort)Code);
        writer.Rest(text);
        writer.Commit();
    }

    /// <exception cref="FrameFormatException">The payload is none of GOAWAY.</exception>
    public static GoAwayFrame Read(in ReadOnlySequence<byte> payload)
    {
        var reader = new PayloadReader(payload);
        return new GoAwayFrame((GoAwayCode)reader.UInt16(), reader.Rest());
    }
}
