package scfaspire.runtime;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The connection to the agent, docs/specs/runtime-frames.md. One thread receives; any thread sends. */
final class Frames {
    static final int READY = 0x20, LOAD = 0x21, LOADED = 0x22, LOAD_FAILED = 0x23, EVENT = 0x24, RESULT = 0x25, FAILURE = 0x26, LOG = 0x27;

    private static final int HEADER = 12, MAX_PAYLOAD = 16 * 1024 * 1024, SIZE = 64 * 1024;

    /** A frame that was received. */
    record Frame(int kind, int call, byte[] payload) {
    }

    private final SocketChannel channel;
    private ByteBuffer input = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN).limit(0);

    Frames(String path) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    /** The next frame, or null when the agent has closed the connection. */
    Frame receive() throws IOException {
        if (!fill(HEADER)) return null;
        int start = input.position();
        int length = input.getInt(start);
        if (length < 0 || length > MAX_PAYLOAD) throw new IOException("a frame of " + length + " bytes is over the limit of " + MAX_PAYLOAD);
        if (!fill(HEADER + length)) return null;
        start = input.position();
        byte[] payload = new byte[length];
        input.get(start + HEADER, payload);
        Frame frame = new Frame(input.get(start + 4) & 0xFF, input.getInt(start + 8), payload);
        input.position(start + HEADER + length);
        return frame;
    }

    // Until so many bytes are there.
    private boolean fill(int needed) throws IOException {
        while (input.remaining() < needed) {
            if (input.capacity() - input.position() < needed || !input.hasRemaining()) {
                ByteBuffer fresh = needed > input.capacity() || input.capacity() > 16 * SIZE ? ByteBuffer.allocate(Math.max(needed, SIZE)).order(ByteOrder.LITTLE_ENDIAN) : input;
                if (fresh == input) input.compact();
                else fresh.put(input);
                input = fresh.flip();
            }
            int end = input.limit(), start = input.position();
            input.limit(input.capacity()).position(end);
            int count = channel.read(input);
            input.limit(Math.max(end, input.position())).position(start);
            if (count < 0) return false;
        }
        return true;
    }

    void send(int kind, int call, String text) {
        send(kind, call, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(int kind, int call, byte[] payload) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN).putInt(payload.length).put((byte) kind).put((byte) 0).putShort((short) 0).putInt(call).flip();
        ByteBuffer[] frame = {header, ByteBuffer.wrap(payload)};
        synchronized (channel) {
            try {
                while (frame[1].hasRemaining() || frame[0].hasRemaining()) channel.write(frame);
            } catch (IOException e) {
                // The agent is gone, and with it the reason to live.
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
