package scfaspire.runtime;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;

/** The process's environment. Java reads it once, at its start; a generic process gets its function's later, so what Java has read is replaced. */
final class Variables {
    private static final String TRIGGER_SOURCE = "TRIGGER_SRC";

    private final Map<String, String> live;
    private final String ownSource;
    private String source;

    Variables(Map<String, String> values) throws ReflectiveOperationException {
        live = live();
        live.clear();
        live.putAll(values);
        source = ownSource = values.get(TRIGGER_SOURCE);
        TimeZone.setDefault(TimeZone.getTimeZone(values.getOrDefault("TZ", "UTC")));
    }

    /** Sets TRIGGER_SRC for a call; overlapping calls find the latest one's. */
    synchronized void trigger(String triggerSource) {
        String next = triggerSource.isEmpty() ? ownSource : triggerSource;
        if (Objects.equals(next, source)) return;
        source = next;
        if (next == null) live.remove(TRIGGER_SOURCE);
        else live.put(TRIGGER_SOURCE, next);
    }

    // The map under System.getenv() and under that of every child process. The command line opens it (--add-opens).
    @SuppressWarnings("unchecked")
    private static Map<String, String> live() throws ReflectiveOperationException {
        Map<String, String> view = System.getenv();
        Field map = view.getClass().getDeclaredField("m");
        map.setAccessible(true);
        return (Map<String, String>) map.get(view);
    }
}
