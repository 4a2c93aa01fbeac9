using System.Text.RegularExpressions;
using ScfAspire.Contracts.Link;

namespace ScfAspire.Contracts.Tests.Link;

public sealed partial class SpecificationVectorTests
{
    private static readonly Dictionary<string, string> Documented = new[] { "invocation-frames.md", "runtime-frames.md" }
        .SelectMany(file => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "specs", file)))
        .Select(line => VectorLine().Match(line))
        .Where(match => match.Success)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Replace(" ", "", StringComparison.Ordinal));

    public static TheoryData<string> Names => [.. FrameVectors.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Written_frame_is_the_documented_one(string name) =>
        Assert.Equal(Documented.GetValueOrDefault(name), Convert.ToHexStringLower(Frames.Written(FrameVectors.All[name])));

    [Fact]
    public void No_documented_vector_lacks_a_test() => Assert.Empty(Documented.Keys.Except(FrameVectors.All.Keys));

    [Fact]
    public void Documented_calls_are_read_as_what_they_say()
    {
        var invoke = InvokeFrame.Read(Payload("invoke event"));
        Assert.Equivalent(FrameVectors.EventCall, invoke);
        Assert.Equivalent(FrameVectors.HttpCall, InvokeFrame.Read(Payload("invoke http")));
        Assert.Equivalent(FrameVectors.Head, HeadFrame.Read(Payload("head")));
        Assert.Equal(FrameVectors.Outcome, OutcomeFrame.Read(Payload("outcome")));
        Assert.Equal(FrameVectors.Answer, OutcomeFrame.Read(Payload("answered")));
        Assert.Equal([false, true], new[] { "result", "result before later work" }.Select(name => Frame(name).Header.HasLaterWork));
        Assert.Equal(42UL, LinkFrames.ReadUInt64(Payload("shipped")));
        Assert.Equal(65_536U, LinkFrames.ReadWindow(Payload("window")));
        Assert.Equal(CancelReason.Deadline, LinkFrames.ReadCancel(Payload("cancel")));
        Assert.Equal(new GoAwayFrame(GoAwayCode.Leaving, "bye"), GoAwayFrame.Read(Payload("goaway")));
        var hello = HelloFrame.Read(Payload("hello"));
        Assert.Equal("trigger/7f3a", hello.DispatchId);
        var welcome = WelcomeFrame.Read(Payload("welcome"));
        Assert.Equal(("node-1", 1_700_000_000_123UL), (welcome.AgentId, welcome.Epoch));
        Assert.True(LinkProof.Matches(LinkProof.OfAgent(FrameVectors.Key, hello.Nonce, welcome.Nonce), welcome.Proof));
        var proof = LinkFrames.ReadProof(Payload("proof"));
        Assert.True(LinkProof.Matches(LinkProof.OfDispatch(FrameVectors.Key, hello.Nonce, welcome.Nonce), proof));
        Assert.False(LinkProof.Matches(proof, welcome.Proof));
        Assert.False(LinkProof.Matches(proof, LinkProof.OfDispatch(FrameVectors.Key, welcome.Nonce, hello.Nonce)));
        var runtimeEvent = RuntimeFrames.ReadEvent(Payload("event"));
        Assert.Equal(FrameVectors.RequestId, runtimeEvent.RequestId);
        var timed = RuntimeFrames.ReadEvent(Payload("event of a timer"));
        Assert.Equal(("00-ab-cd-01", "Timer"), (timed.TraceParent, timed.TriggerSource));
        Assert.Equal("{\"a\":1}"u8, System.Buffers.BuffersExtensions.ToArray(timed.Json));
        Assert.Equal(new RuntimeFailure(430, "boom", "at x"), RuntimeFrames.ReadJson(Payload("failure"), RuntimeJson.Default.RuntimeFailure));
    }

    // One byte per segment: every field crosses a border.
    private static System.Buffers.ReadOnlySequence<byte> Payload(string name) => Frame(name).Payload;

    private static (FrameHeader Header, System.Buffers.ReadOnlySequence<byte> Payload) Frame(string name) =>
        Frames.Single(Frames.Cut(Convert.FromHexString(Documented[name]), 1));

    [GeneratedRegex("^\\| ([a-z ]+) \\| `([0-9a-f ]+)` \\|$")]
    private static partial Regex VectorLine();
}
