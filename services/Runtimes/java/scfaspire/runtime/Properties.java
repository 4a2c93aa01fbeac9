package scfaspire.runtime;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The properties of a plain class: its getters and setters, else its public fields. */
final class Properties {
    private static final ClassValue<Properties> KNOWN = new ClassValue<>() {
        @Override
        protected Properties computeValue(Class<?> type) {
            return new Properties(type);
        }
    };

    /** In the order of their names' first appearance. */
    final Map<String, Method> getters = new LinkedHashMap<>();
    final Map<String, Field> fields = new LinkedHashMap<>();
    private final Map<String, Method> setters = new LinkedHashMap<>();
    private final Map<String, Method> settersAnyCase = new LinkedHashMap<>();

    static Properties of(Class<?> type) {
        return KNOWN.get(type);
    }

    /** The setter of a JSON name; capitals count only where two differ in nothing else. */
    Method setter(String name) {
        Method exact = setters.get(name);
        return exact != null ? exact : settersAnyCase.get(name.toLowerCase(Locale.ROOT));
    }

    private Properties(Class<?> type) {
        // Fields first: they tell the order in which the class was written, which methods do not.
        Map<String, Method> found = new LinkedHashMap<>();
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) || method.getDeclaringClass() == Object.class || method.isBridge()) continue;
            String name = method.getName();
            int count = method.getParameterCount();
            if (count == 0 && method.getReturnType() != void.class && prefixed(name, "get")) found.put(property(name, 3), method);
            else if (count == 0 && method.getReturnType() == boolean.class && prefixed(name, "is")) found.put(property(name, 2), method);
            else if (count == 1 && prefixed(name, "set")) {
                setters.put(property(name, 3), method);
                settersAnyCase.put(property(name, 3).toLowerCase(Locale.ROOT), method);
            } else continue;
            method.setAccessible(true);
        }
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                Method getter = found.remove(field.getName());
                if (getter != null) getters.put(field.getName(), getter);
            }
        }
        found.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> getters.put(entry.getKey(), entry.getValue()));
        for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) continue;
            field.setAccessible(true);
            fields.put(field.getName(), field);
        }
    }

    private static boolean prefixed(String name, String prefix) {
        return name.length() > prefix.length() && name.startsWith(prefix) && !Character.isLowerCase(name.charAt(prefix.length()));
    }

    // getURL is URL, getName is name.
    private static String property(String method, int prefix) {
        String name = method.substring(prefix);
        if (name.length() > 1 && Character.isUpperCase(name.charAt(1)) && Character.isUpperCase(name.charAt(0))) return name;
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
