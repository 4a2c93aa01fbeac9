package scfaspire.runtime;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bootstrap of the Java runtimes: java ... scfaspire.runtime.Bootstrap &lt;socket&gt;. It starts as a generic process without code, becomes an
 * instance of one function version by a LOAD frame, and then runs the calls of EVENT frames.
 */
final class Bootstrap {
    private final Frames frames;
    private final Output output;
    private Calls calls;

    private Bootstrap(String socket) throws IOException {
        frames = new Frames(socket);
        output = new Output(frames);
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: java scfaspire.runtime.Bootstrap <socket>");
            System.exit(2);
        }
        PrintStream real = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
        try {
            new Bootstrap(arguments[0]).serve();
            System.exit(0);
        } catch (IOException e) {
            // Not a matter of the function, so it goes to the real stderr.
            real.println("bootstrap: " + e.getMessage());
            System.exit(70);
        }
    }

    private void serve() throws IOException {
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("runtime", "java");
        ready.put("version", System.getProperty("java.version"));
        ready.put("pid", ProcessHandle.current().pid());
        frames.send(Frames.READY, 0, JsonWriter.write(ready));
        for (Frames.Frame frame; (frame = frames.receive()) != null;) {
            if (frame.kind() == Frames.EVENT && calls != null) calls.start(frame.call(), frame.payload());
            else if (frame.kind() == Frames.LOAD && calls == null) load((Map<?, ?>) JsonReader.read(new String(frame.payload(), StandardCharsets.UTF_8)));
            else throw new IOException("unexpected frame of kind 0x" + Integer.toHexString(frame.kind()));
        }
    }

    private void load(Map<?, ?> load) {
        try {
            Map<String, String> environment = new LinkedHashMap<>();
            if (load.get("environment") instanceof Map<?, ?> values) values.forEach((name, value) -> environment.put((String) name, (String) value));
            Variables variables = new Variables(environment);
            Handler handler = Handler.load((String) load.get("codeRoot"), (String) load.get("handler"));
            calls = new Calls(frames, output, handler, variables, load);
            output.flush();
            frames.send(Frames.LOADED, 0, new byte[0]);
        } catch (Handler.LoadFailure e) {
            fail(e.getMessage());
        } catch (InvocationTargetException | ExceptionInInitializerError e) {
            fail(Failures.of(e.getCause()));
        } catch (Throwable e) {
            fail(Failures.of(e));
        }
    }

    private void fail(String failure) {
        output.flush();
        frames.send(Frames.LOAD_FAILED, 0, failure);
    }
}
