using System.Buffers;
using ScfAspire.Contracts.Link;
using ScfAspire.Transport.Frames;

namespace ScfAspire.Dispatch.Links;

/// <summary>The start of a connection: HELLO, WELCOME, PROOF. From the welcome on every frame is the link's.</summary>
/// <param name="connection">Nothing was sent or received on it yet.</param>
/// <param name="key">The installation's key, or the pod's own.</param>
/// <param name="expected">Who has to answer, where another one may have come to the same address; null for whoever knows the key.</param>
/// <param name="hello">What this side says of itself.</param>
/// <param name="open">Makes the link.</param>
internal sealed class LinkHandshake(IFrameConnection connection, ReadOnlyMemory<byte> key, string? expected, HelloFrame hello, Func<WelcomeFrame, AgentLink> open) : IFrameHandler
{
    private readonly TaskCompletionSource<AgentLink> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AgentLink? _link;

    /// <exception cref="FrameFormatException">The other side refused, does not know the key, or has hung up.</exception>
    public async Task<AgentLink> ShakeAsync(CancellationToken cancellationToken)
    {
        lock (connection.Gate) hello.WriteTo(connection.Output);
        connection.Flush();
        var receiving = connection.ReceiveAsync(this);
        if (await Task.WhenAny(_done.Task, receiving).WaitAsync(cancellationToken) == receiving && !_done.Task.IsCompleted)
        {
            await receiving;
            throw new FrameFormatException("it closed the connection without WELCOME.");
        }

        var link = await _done.Task;
        link.Run(receiving);
        return link;
    }

    public void OnFrame(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if (_link is not null)
        {
            _link.OnFrame(header, payload);
            return;
        }

        var welcome = Check(header, payload);
        lock (connection.Gate) LinkFrames.WriteProof(connection.Output, LinkProof.OfDispatch(key.Span, hello.Nonce, welcome.Nonce));
        connection.Flush();
        _link = open(welcome);
        _done.TrySetResult(_link);
    }

    private WelcomeFrame Check(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if (header.Kind == FrameKind.GoAway) throw new FrameFormatException($"it refused: {GoAwayFrame.Read(payload).Text}");
        if (header.Kind != FrameKind.Welcome) throw new FrameFormatException($"it answered HELLO with {header.Kind}.");
        var welcome = WelcomeFrame.Read(payload);
        if (welcome.Version != FrameLimits.Version) throw new FrameFormatException($"it speaks version {welcome.Version} of the link.");
        if (!LinkProof.Matches(LinkProof.OfAgent(key.Span, hello.Nonce, welcome.Nonce), welcome.Proof)) throw new FrameFormatException("its proof of the internal key is wrong.");
        if (expected is not null && welcome.AgentId != expected) throw new FrameFormatException($"{welcome.AgentId} is there now.");
        return welcome;
    }
}
