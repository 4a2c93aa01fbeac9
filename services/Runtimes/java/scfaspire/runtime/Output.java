package scfaspire.runtime;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output and error of the program, as log text of the call that writes it; threads that a call starts count for it. */
final class Output {
    private static final int MOST = 64 * 1024;

    private final Frames frames;
    private final InheritableThreadLocal<Scope> current = new InheritableThreadLocal<>();
    private volatile Scope latest;

    Output(Frames frames) {
        this.frames = frames;
        latest = new Scope(0);
        PrintStream stream = new PrintStream(new Stream(), true, StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
        // A call may end the program before its last line has ended.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> latest.flush()));
    }

    Scope enter(int call) {
        Scope scope = new Scope(call);
        current.set(scope);
        latest = scope;
        return scope;
    }

    void leave(Scope scope) {
        scope.close();
        current.remove();
        if (latest == scope) latest = new Scope(0);
    }

    void flush() {
        latest.flush();
    }

    private Scope scope() {
        Scope own = current.get();
        return own != null && own.open ? own : latest;
    }

    /** Output of one call, gathered to whole lines. */
    final class Scope {
        private final int call;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private volatile boolean open = true;

        private Scope(int call) {
            this.call = call;
        }

        private synchronized void write(byte[] bytes, int offset, int length) {
            line.write(bytes, offset, length);
            // At once: a call that is killed for its time or memory must not take its log along.
            if (bytes[offset + length - 1] == '\n' || line.size() >= MOST) flush();
        }

        private synchronized void flush() {
            if (line.size() == 0) return;
            frames.send(Frames.LOG, call, line.toByteArray());
            line.reset();
        }

        private synchronized void close() {
            flush();
            open = false;
        }
    }

    private final class Stream extends OutputStream {
        @Override
        public void write(int b) {
            scope().write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (length > 0) scope().write(bytes, offset, length);
        }
    }
}
