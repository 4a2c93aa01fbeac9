using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Contracts.Tests.Link;

public sealed class FrameRoundTripTests
{
    [Property(MaxTest = 500)]
    public void Invoke_survives(ulong instance, Guid id, uint limit, ushort retry, bool log, NonNegativeInt length, UnicodeString a, UnicodeString b, UnicodeString name, UnicodeString value, PositiveInt segment)
    {
        var sent = new InvokeFrame
        {
            InstanceId = instance,
            RequestId = id,
            TimeLimitMs = limit,
            RetryNum = retry,
            Mode = log ? InvokeMode.Event : InvokeMode.Http,
            WantLogTail = log,
            BodyLength = length.Get - 1,
            Qualifier = Text(a),
            Target = Text(b),
            Headers = [new(Text(name), Text(value)), new(Text(value), Text(name))],
        };
        var (header, payload) = Frames.Single(Frames.Cut(Frames.Written(w => sent.WriteTo(w, 77)), segment.Get));
        Assert.Equal(new FrameHeader(sent.PayloadLength, FrameKind.Invoke, 0, 77), header);
        Assert.Equivalent(sent, InvokeFrame.Read(payload), strict: true);
    }

    [Property(MaxTest = 500)]
    public void Outcome_survives(ushort status, bool never, bool gone, long start, long duration, long billed, long memory, ulong spool, UnicodeString message, UnicodeString tail, PositiveInt segment)
    {
        var sent = new OutcomeFrame
        {
            StatusCode = status,
            NeverSaw = never,
            InstanceGone = gone,
            StartUnixMicroseconds = start,
            DurationMicroseconds = duration,
            BilledMilliseconds = billed,
            MemoryUsedBytes = memory,
            SpoolSequence = spool,
            ErrorMessage = Text(message),
            LogTail = Text(tail),
        };
        var (_, payload) = Frames.Single(Frames.Cut(Frames.Written(w => sent.WriteTo(w, 1)), segment.Get));
        Assert.Equal(sent, OutcomeFrame.Read(payload));
    }

    [Property]
    public void Several_frames_in_any_segments_come_out_in_order(byte[][] bodies, PositiveInt segment)
    {
        var bytes = Frames.Written(w =>
        {
            for (var i = 0; i < bodies.Length; i++) LinkFrames.WriteData(w, (uint)i, bodies[i] ?? [], i % 2 == 0);
        });
        var rest = Frames.Cut(bytes, segment.Get);
        for (var i = 0; i < bodies.Length; i++)
        {
            Assert.True(FrameHeader.TryRead(ref rest, FrameLimits.LinkPayloadBytes, out var header, out var payload));
            Assert.Equal(((uint)i, i % 2 == 0), (header.CallId, header.IsEnd));
            Assert.Equal(bodies[i] ?? [], payload.ToArray());
        }

        Assert.Equal(0, rest.Length);
    }

    [Property]
    public void An_event_survives(Guid id, byte[] json, PositiveInt segment)
    {
        var bytes = Frames.Written(w => RuntimeFrames.WriteEvent(w, 3, id, "00-ab-cd-01", "Timer", new ReadOnlySequence<byte>(json)));
        var read = RuntimeFrames.ReadEvent(Frames.Single(Frames.Cut(bytes, segment.Get)).Payload);
        Assert.Equal((id, "00-ab-cd-01", "Timer"), (read.RequestId, read.TraceParent, read.TriggerSource));
        Assert.Equal(json, read.Json.ToArray());
    }

    [Fact]
    public void A_long_stack_trace_is_cut_to_one_frame_and_the_log_to_its_end()
    {
        var sent = new OutcomeFrame { StatusCode = 430, ErrorMessage = new string('é', 60_000), LogTail = new string('a', 5_000) + "ende" };
        var (header, payload) = Frames.Single(new ReadOnlySequence<byte>(Frames.Written(w => sent.WriteTo(w, 1))));
        var read = OutcomeFrame.Read(payload);
        Assert.InRange(header.PayloadLength, FrameLimits.LinkPayloadBytes - 1, FrameLimits.LinkPayloadBytes);
        Assert.StartsWith(read.ErrorMessage, sent.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(FrameLimits.LogTailBytes, read.LogTail.Length);
        Assert.EndsWith("ende", read.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_that_do_not_fit_one_frame_are_refused_before_anything_is_written()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var call = FrameVectors.HttpCall with { Headers = [new("a", new string('x', 40_000)), new("b", new string('x', 40_000))] };
        Assert.Throws<FrameFormatException>(() => call.WriteTo(buffer, 1));
        Assert.Equal(0, buffer.WrittenCount);
    }

    // What UTF-8 cannot carry (lone surrogates) arrives as U+FFFD by intent.
    private static string Text(UnicodeString text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get ?? ""));
}
