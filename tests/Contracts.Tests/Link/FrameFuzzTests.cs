using System.Buffers;
using FsCheck;
using FsCheck.Xunit;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Contracts.Tests.Link;

public sealed class FrameFuzzTests
{
    private static readonly Action<ReadOnlySequence<byte>>[] Readers =
    [
        p => HelloFrame.Read(p), p => WelcomeFrame.Read(p), p => LinkFrames.ReadProof(p), p => GoAwayFrame.Read(p), p => InvokeFrame.Read(p), p => HeadFrame.Read(p),
        p => OutcomeFrame.Read(p), p => LinkFrames.ReadUInt64(p), p => LinkFrames.ReadWindow(p), p => LinkFrames.ReadCancel(p),
        p => RuntimeFrames.ReadEvent(p), p => RuntimeFrames.ReadJson(p, RuntimeJson.Default.RuntimeLoad),
        p => RuntimeFrames.ReadJson(p, RuntimeJson.Default.RuntimeFailure), p => RuntimeFrames.ReadJson(p, RuntimeJson.Default.RuntimeReady),
    ];

    [Property(MaxTest = 2_000)]
    public void Random_bytes_are_read_or_refused(byte[] bytes, PositiveInt segment)
    {
        foreach (var read in Readers) ReadOrRefused(read, Frames.Cut(bytes, segment.Get));
        ReadOrRefused(TakeAll, Frames.Cut(bytes, segment.Get));
    }

    [Property(MaxTest = 2_000)]
    public void A_flipped_or_cut_frame_is_read_or_refused(NonNegativeInt vector, NonNegativeInt position, byte value, NonNegativeInt cut, PositiveInt segment)
    {
        var bytes = Frames.Written(FrameVectors.All.Values.ElementAt(vector.Get % FrameVectors.All.Count));
        bytes[position.Get % bytes.Length] = value;
        ReadOrRefused(TakeAll, Frames.Cut(bytes, segment.Get));
        var payload = bytes[FrameLimits.HeaderBytes..Math.Max(FrameLimits.HeaderBytes, bytes.Length - (cut.Get % 8))];
        foreach (var read in Readers) ReadOrRefused(read, Frames.Cut(payload, segment.Get));
    }

    [Theory]
    [InlineData("01000100" + "11" + "00" + "0000" + "07000000")]
    [InlineData("00000000" + "11" + "00" + "0100" + "07000000")]
    public void A_frame_over_length_or_with_reserved_bytes_is_refused(string hex)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        Assert.Throws<FrameFormatException>(() => TakeAll(buffer));
    }

    [Theory]
    [InlineData("02000000" + "15" + "00" + "0000" + "07000000" + "0000")]
    [InlineData("05000000" + "15" + "00" + "0000" + "07000000" + "0000000000")]
    public void A_payload_of_the_wrong_size_is_refused(string hex) =>
        Assert.Throws<FrameFormatException>(() => LinkFrames.ReadWindow(Frames.Single(new ReadOnlySequence<byte>(Convert.FromHexString(hex))).Payload));

    [Fact]
    public void A_header_count_that_the_payload_cannot_hold_is_refused()
    {
        var payload = new ReadOnlySequence<byte>([200, 0, 0, 0, 0xff, 0xff, 0, 0]);
        Assert.Throws<FrameFormatException>(() => HeadFrame.Read(payload));
    }

    [Fact]
    public void A_text_that_is_not_utf8_is_refused()
    {
        var payload = new ReadOnlySequence<byte>([0, 0, 0xc3, 0x28]);
        Assert.Throws<FrameFormatException>(() => GoAwayFrame.Read(payload));
    }

    private static void TakeAll(ReadOnlySequence<byte> buffer)
    {
        while (FrameHeader.TryRead(ref buffer, FrameLimits.LinkPayloadBytes, out var header, out var payload)) Assert.Equal(header.PayloadLength, payload.Length);
    }

    private static void ReadOrRefused(Action<ReadOnlySequence<byte>> read, ReadOnlySequence<byte> bytes)
    {
        var failure = Record.Exception(() => read(bytes));
        Assert.True(failure is null or FrameFormatException, failure?.ToString());
    }
}
