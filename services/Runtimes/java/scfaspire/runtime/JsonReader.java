package scfaspire.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON into maps, lists, strings, numbers (Integer, Long, BigInteger, Double), booleans and null. */
final class JsonReader {
    private static final int MAX_DEPTH = 1000;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException it is not JSON */
    static Object read(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.skip();
        if (reader.at < text.length()) throw reader.error("nothing may follow");
        return value;
    }

    private Object value(int depth) {
        if (depth > MAX_DEPTH) throw error("it is nested too deep");
        skip();
        if (at >= text.length()) throw error("it ends early");
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> literal("true", Boolean.TRUE);
            case 'f' -> literal("false", Boolean.FALSE);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        if (next('}')) return map;
        do {
            skip();
            if (at >= text.length() || text.charAt(at) != '"') throw error("a name is missing");
            String name = string();
            if (!next(':')) throw error("':' is missing");
            map.put(name, value(depth + 1));
        } while (next(','));
        if (!next('}')) throw error("'}' is missing");
        return map;
    }

    private List<Object> array(int depth) {
        List<Object> list = new ArrayList<>();
        at++;
        if (next(']')) return list;
        do list.add(value(depth + 1));
        while (next(','));
        if (!next(']')) throw error("']' is missing");
        return list;
    }

    private String string() {
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\' && text.charAt(at) >= ' ') at++;
        if (at < text.length() && text.charAt(at) == '"') return text.substring(start, at++);
        StringBuilder result = new StringBuilder(text.length() - at < 64 ? 64 : at - start + 64).append(text, start, at);
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') return result.toString();
            if (c < ' ') throw error("a text has a control character");
            result.append(c == '\\' ? escape() : c);
        }
        throw error("a text has no end");
    }

    private char escape() {
        if (at >= text.length()) throw error("a text has no end");
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int end = at + 4; at < end; at++) {
                    int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
                    if (digit < 0) throw error("an escape is wrong");
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> throw error("an escape is wrong");
        };
    }

    private Object number() {
        int start = at;
        boolean whole = true;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.' || c == 'e' || c == 'E' || c == '+') whole = false;
            else if (c != '-' && (c < '0' || c > '9')) break;
        }
        String digits = text.substring(start, at);
        if (!digits.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) throw error("a value is wrong");
        if (!whole || digits.length() > 100) {
            double value = Double.parseDouble(digits);
            return Double.isInfinite(value) ? new BigDecimal(digits) : (Object) value;
        }
        if (digits.length() < 10) return Integer.parseInt(digits);
        BigInteger value = new BigInteger(digits);
        return value.bitLength() < 32 ? (Object) value.intValue() : value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private Object literal(String word, Object value) {
        if (!text.startsWith(word, at)) throw error("a value is wrong");
        at += word.length();
        return value;
    }

    private boolean next(char c) {
        skip();
        if (at >= text.length() || text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private void skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private IllegalArgumentException error(String reason) {
        return new IllegalArgumentException(reason + " at character " + at);
    }
}
