package scfaspire.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;

/** Writes values as JSON: texts, numbers, booleans, enums, maps, collections, arrays, records, and classes by their getters. */
final class JsonWriter {
    private static final int MAX_DEPTH = 500;

    private final StringBuilder out = new StringBuilder();

    private JsonWriter() {
    }

    /** @throws IllegalArgumentException a value has no JSON form; what a getter throws is its cause */
    static String write(Object value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value, 0);
        return writer.out.toString();
    }

    private void value(Object value, int depth) {
        if (depth > MAX_DEPTH) throw new IllegalArgumentException("the result is nested too deep, or contains itself");
        if (value == null) out.append("null");
        else if (value instanceof Double || value instanceof Float) number((Number) value);
        else if (value instanceof Number || value instanceof Boolean) out.append(value);
        else if (value instanceof Enum<?> constant) text(constant.name());
        else if (value instanceof Map<?, ?> map) map(map, depth);
        else if (value instanceof Iterable<?> items && !(value instanceof java.nio.file.Path)) items(items, depth);
        else if (value instanceof Optional<?> optional) value(optional.orElse(null), depth + 1);
        else if (value.getClass().isArray()) array(value, depth);
        // Texts, and the classes of the JDK that are written as one: dates, identifiers, addresses.
        else if (value instanceof CharSequence || value.getClass().getClassLoader() == null) text(value.toString());
        else if (value instanceof Record) components(value, depth);
        else properties(value, depth);
    }

    private void number(Number value) {
        double number = value.doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) throw new IllegalArgumentException(value + " has no JSON form");
        out.append(value);
    }

    private void map(Map<?, ?> map, int depth) {
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) before = member(before, String.valueOf(entry.getKey()), entry.getValue(), depth);
        end(before, '{', '}');
    }

    private void items(Iterable<?> items, int depth) {
        char before = '[';
        for (Object item : items) {
            out.append(before);
            value(item, depth + 1);
            before = ',';
        }
        end(before, '[', ']');
    }

    private void array(Object array, int depth) {
        char before = '[';
        for (int i = 0; i < Array.getLength(array); i++) {
            out.append(before);
            value(Array.get(array, i), depth + 1);
            before = ',';
        }
        end(before, '[', ']');
    }

    private void components(Object record, int depth) {
        char before = '{';
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            before = member(before, component.getName(), get(component.getAccessor(), record), depth);
        }
        end(before, '{', '}');
    }

    private void properties(Object bean, int depth) {
        Properties properties = Properties.of(bean.getClass());
        char before = '{';
        for (Map.Entry<String, Method> getter : properties.getters.entrySet()) before = member(before, getter.getKey(), get(getter.getValue(), bean), depth);
        for (Map.Entry<String, Field> field : properties.fields.entrySet()) {
            if (properties.getters.containsKey(field.getKey())) continue;
            try {
                before = member(before, field.getKey(), field.getValue().get(bean), depth);
            } catch (IllegalAccessException e) {
                throw new IllegalArgumentException(e);
            }
        }
        end(before, '{', '}');
    }

    private static Object get(Method getter, Object bean) {
        try {
            return getter.invoke(bean);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(getter.getName() + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private char member(char before, String name, Object value, int depth) {
        out.append(before);
        text(name);
        out.append(':');
        value(value, depth + 1);
        return ',';
    }

    private void end(char before, char open, char close) {
        if (before == open) out.append(open);
        out.append(close);
    }

    private void text(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c == '\n') out.append("\\n");
            else if (c == '\r') out.append("\\r");
            else if (c == '\t') out.append("\\t");
            else if (c < ' ' || (Character.isSurrogate(c) && !paired(value, i))) out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        }
        out.append('"');
    }

    // A lone surrogate has no UTF-8 form, but an escaped one.
    private static boolean paired(String value, int i) {
        char c = value.charAt(i);
        return Character.isHighSurrogate(c)
            ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
            : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }
}
