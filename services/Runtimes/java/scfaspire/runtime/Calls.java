package scfaspire.runtime;

import com.qcloud.scf.runtime.Context;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Running calls: one after the other on the main thread, or several at once on threads of their own. */
final class Calls {
    private static final int REQUEST_ID = 36, MAX_RESULT = 6 * 1024 * 1024;

    private final Frames frames;
    private final Output output;
    private final Handler handler;
    private final Variables variables;
    private final int memoryMb;
    private final int timeMs;
    private final ExecutorService threads;

    private record Call(String getRequestId, int getTimeLimitInMs, int getMemoryLimitInMb) implements Context {
        @Override
        public String toString() {
            return "{request_id=" + getRequestId + ", time_limit_in_ms=" + getTimeLimitInMs + ", memory_limit_in_mb=" + getMemoryLimitInMb + "}";
        }
    }

    Calls(Frames frames, Output output, Handler handler, Variables variables, Map<?, ?> load) {
        this.frames = frames;
        this.output = output;
        this.handler = handler;
        this.variables = variables;
        memoryMb = ((Number) load.get("memoryLimitMb")).intValue();
        timeMs = ((Number) load.get("timeLimitMs")).intValue();
        int concurrency = load.get("concurrency") instanceof Number number ? number.intValue() : 1;
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        threads = concurrency <= 1 ? null : Executors.newFixedThreadPool(concurrency, work -> {
            Thread thread = new Thread(work, "scf-call");
            thread.setContextClassLoader(loader);
            thread.setDaemon(true);
            return thread;
        });
    }

    void start(int call, byte[] payload) {
        String requestId = new String(payload, 0, REQUEST_ID, StandardCharsets.ISO_8859_1);
        int trigger = REQUEST_ID + 2 + (payload[REQUEST_ID] & 0xFF);
        int body = trigger + (payload[trigger - 1] & 0xFF);
        String source = new String(payload, trigger, body - trigger, StandardCharsets.UTF_8);
        String text = new String(payload, body, payload.length - body, StandardCharsets.UTF_8);
        Context context = new Call(requestId, timeMs, memoryMb);
        if (threads == null) run(call, text, source, context);
        else threads.execute(() -> run(call, text, source, context));
    }

    private void run(int call, String text, String source, Context context) {
        Object event;
        try {
            event = JsonReader.read(text);
        } catch (IllegalArgumentException e) {
            frames.send(Frames.FAILURE, call, Failures.invalidEvent(e.getMessage()));
            return;
        }
        variables.trigger(source);
        Output.Scope scope = output.enter(call);
        int kind = Frames.RESULT;
        byte[] result;
        try {
            result = handler.run(event, text, context).getBytes(StandardCharsets.UTF_8);
            if (result.length > MAX_RESULT) {
                kind = Frames.FAILURE;
                result = Failures.responseTooLarge().getBytes(StandardCharsets.UTF_8);
            }
        } catch (InvocationTargetException e) {
            kind = Frames.FAILURE;
            result = Failures.of(e.getCause()).getBytes(StandardCharsets.UTF_8);
        } catch (Throwable e) {
            kind = Frames.FAILURE;
            result = Failures.of(e).getBytes(StandardCharsets.UTF_8);
        }
        output.leave(scope);
        frames.send(kind, call, result);
    }
}
