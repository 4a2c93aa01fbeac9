package scfaspire.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a call or a load that failed is told to the agent, with the texts of the SCF interface. */
final class Failures {
    private static final int USER_EXCEPTION = 430, HANDLER_NOT_FOUND = 437, RESPONSE_TOO_LARGE = 407, INVALID_EVENT = 400, MEMORY_LIMIT = 434;

    private Failures() {
    }

    /** A throwable of the user's code. The heap's end is the instance's memory limit, and nobody can go on after it. */
    static String of(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof OutOfMemoryError) return frame(MEMORY_LIMIT, "Memory limit exceeded: " + each.getMessage(), "");
        }
        return frame(USER_EXCEPTION, "user code exception caught", stackOf(thrown));
    }

    static String handlerNotFound(String detail, String stack) {
        return frame(HANDLER_NOT_FOUND, "HandlerNotFound: " + detail, stack);
    }

    static String responseTooLarge() {
        return frame(RESPONSE_TOO_LARGE, "The size of response exceeds the upper limit (6MB)", "");
    }

    static String invalidEvent(String reason) {
        return frame(INVALID_EVENT, "InvalidParameterValue: the event is not JSON: " + reason, "");
    }

    /** As Java prints it, without the frames of the runtime. */
    static String stackOf(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            each.setStackTrace(Arrays.stream(each.getStackTrace()).filter(Failures::isUsers).toArray(StackTraceElement[]::new));
            if (each.getCause() == each) break;
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().replace("\t", "    ").stripTrailing();
    }

    private static boolean isUsers(StackTraceElement frame) {
        String name = frame.getClassName();
        return !name.startsWith("scfaspire.runtime.") && !name.startsWith("jdk.internal.reflect.") && !name.startsWith("java.lang.reflect.");
    }

    private static String frame(int status, String message, String stack) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("statusCode", status);
        fields.put("errorMessage", message);
        fields.put("stackTrace", stack);
        return JsonWriter.write(fields);
    }
}
