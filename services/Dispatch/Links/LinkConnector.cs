using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Link;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Dispatch.Links;

/// <summary>Connects to an agent, and each shows the other that it knows the installation's key: HELLO, WELCOME, PROOF.</summary>
internal sealed class LinkConnector(InternalKey key, LinkTls tls, DispatchIdentity identity, IOptions<DispatchOptions> options, ICallRecords records, TimeProvider time, ILogger<AgentLink> logger)
{
    private const int ReadBytes = 65_536;

    /// <exception cref="LinkException">Nobody listens, the handshake took too long, or the other side does not know the installation's key.</exception>
    public async Task<AgentLink> ConnectAsync(string address)
    {
        using var timeout = new CancellationTokenSource(options.Value.ConnectTimeout, time);
        try
        {
            var (socket, secured) = await LinkAddress.ConnectAsync(address, tls, timeout.Token);
            try
            {
                return await ShakeHandsAsync(socket, secured, address, timeout.Token);
            }
            catch
            {
                socket.Dispose();
                if (secured is not null) await secured.DisposeAsync();
                throw;
            }
        }
        catch (OperationCanceledException e)
        {
            throw new LinkException($"The agent at {address} did not answer within {options.Value.ConnectTimeout.TotalSeconds:0} s.", e);
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException or FrameFormatException or AuthenticationException or ConfigurationException)
        {
            throw new LinkException($"The agent at {address} cannot be reached: {e.Message}", e);
        }
    }

    private async Task<AgentLink> ShakeHandsAsync(Socket socket, Stream? secured, string address, CancellationToken cancellationToken)
    {
        var nonce = LinkProof.NewNonce();
        var buffer = new ArrayBufferWriter<byte>();
        new HelloFrame(FrameLimits.Version, (uint)options.Value.InitialWindow, nonce, identity.Id).WriteTo(buffer);
        var stream = secured ?? new NetworkStream(socket, ownsSocket: false);
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);

        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadBytes));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var bytes = read.Buffer;
            if (FrameHeader.TryRead(ref bytes, FrameLimits.LinkPayloadBytes, out var header, out var payload))
            {
                var welcome = Check(header, payload, nonce);
                reader.AdvanceTo(bytes.Start);
                buffer.ResetWrittenCount();
                LinkFrames.WriteProof(buffer, LinkProof.OfDispatch(key.Bytes, nonce, welcome.Nonce));
                await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
                var link = new AgentLink(socket, secured, reader, welcome, address, options.Value, records, time, logger);
                link.Run();
                return link;
            }

            reader.AdvanceTo(bytes.Start, bytes.End);
            if (read.IsCompleted) throw new FrameFormatException("it closed the connection without WELCOME.");
        }
    }

    private WelcomeFrame Check(FrameHeader header, in ReadOnlySequence<byte> payload, byte[] nonce)
    {
        if (header.Kind == FrameKind.GoAway) throw new FrameFormatException($"it refused: {GoAwayFrame.Read(payload).Text}");
        if (header.Kind != FrameKind.Welcome) throw new FrameFormatException($"it answered HELLO with {header.Kind}.");
        var welcome = WelcomeFrame.Read(payload);
        if (welcome.Version != FrameLimits.Version) throw new FrameFormatException($"it speaks version {welcome.Version} of the link.");
        if (!LinkProof.Matches(LinkProof.OfAgent(key.Bytes, nonce, welcome.Nonce), welcome.Proof)) throw new FrameFormatException("its proof of the internal key is wrong.");
        return welcome;
    }
}
