package scfaspire.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes what a handler takes from what an event says: primitives, texts, collections, and plain classes by their setters. */
final class Binder {
    private Binder() {
    }

    /** @throws IllegalArgumentException the value does not fit the type */
    static Object bind(Object value, Type type) throws ReflectiveOperationException {
        if (type instanceof WildcardType wildcard) return bind(value, wildcard.getUpperBounds()[0]);
        if (type instanceof GenericArrayType array) return array(value, array.getGenericComponentType());
        if (type instanceof ParameterizedType generic) return generic(value, (Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        if (type instanceof Class<?> plain) return plain(value, plain);
        return value;
    }

    private static Object generic(Object value, Class<?> raw, Type[] arguments) throws ReflectiveOperationException {
        if (value instanceof Map<?, ?> map && Map.class.isAssignableFrom(raw)) return map(map, raw, arguments[arguments.length - 1]);
        if (value instanceof List<?> list && Collection.class.isAssignableFrom(raw)) return collection(list, raw, arguments[0]);
        return plain(value, raw);
    }

    private static Object plain(Object value, Class<?> type) throws ReflectiveOperationException {
        if (type == Object.class) return value;
        if (value == null) return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
        if (type == String.class || type == CharSequence.class) return value instanceof String ? value : JsonWriter.write(value);
        if (type == boolean.class || type == Boolean.class) return value instanceof Boolean ? value : Boolean.valueOf(scalar(value, type).toString());
        if (type == char.class || type == Character.class) return scalar(value, type).toString().charAt(0);
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) return number(scalar(value, type), type);
        if (type.isEnum()) return constant(value.toString(), type);
        if (type.isArray()) return array(value, type.getComponentType());
        if (value instanceof Map<?, ?> map) {
            if (Map.class.isAssignableFrom(type)) return map(map, type, Object.class);
            return type.isRecord() ? record(map, type) : bean(map, type);
        }
        if (value instanceof List<?> list && type.isAssignableFrom(ArrayList.class)) return list;
        if (value instanceof List<?> list && Collection.class.isAssignableFrom(type)) return collection(list, type, Object.class);
        if (type.isInstance(value)) return value;
        throw mismatch(value, type);
    }

    private static Object scalar(Object value, Class<?> type) {
        if (value instanceof Map || value instanceof List) throw mismatch(value, type);
        return value;
    }

    private static Object number(Object value, Class<?> type) {
        try {
            BigDecimal number = new BigDecimal(value.toString());
            if (type == int.class || type == Integer.class) return number.intValueExact();
            if (type == long.class || type == Long.class) return number.longValueExact();
            if (type == short.class || type == Short.class) return number.shortValueExact();
            if (type == byte.class || type == Byte.class) return number.byteValueExact();
            if (type == double.class || type == Double.class) return number.doubleValue();
            if (type == float.class || type == Float.class) return number.floatValue();
            if (type == BigInteger.class) return number.toBigIntegerExact();
            if (type == BigDecimal.class) return number;
            return value;
        } catch (ArithmeticException | NumberFormatException e) {
            throw mismatch(value, type);
        }
    }

    private static Object constant(String name, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) return constant;
        }
        throw mismatch(name, type);
    }

    private static Object array(Object value, Type element) throws ReflectiveOperationException {
        if (value == null) return null;
        if (!(value instanceof List<?> list)) throw mismatch(value, List.class);
        Class<?> raw = element instanceof Class<?> plain ? plain : (Class<?>) ((ParameterizedType) element).getRawType();
        Object array = Array.newInstance(raw, list.size());
        for (int i = 0; i < list.size(); i++) Array.set(array, i, bind(list.get(i), element));
        return array;
    }

    private static Object map(Map<?, ?> map, Class<?> type, Type element) throws ReflectiveOperationException {
        @SuppressWarnings("unchecked")
        Map<Object, Object> result = type.isAssignableFrom(LinkedHashMap.class) ? new LinkedHashMap<>() : (Map<Object, Object>) create(type);
        for (Map.Entry<?, ?> entry : map.entrySet()) result.put(entry.getKey(), bind(entry.getValue(), element));
        return result;
    }

    private static Object collection(List<?> list, Class<?> type, Type element) throws ReflectiveOperationException {
        @SuppressWarnings("unchecked")
        Collection<Object> result = type.isAssignableFrom(ArrayList.class) ? new ArrayList<>() : type == Set.class ? new LinkedHashSet<>() : (Collection<Object>) create(type);
        for (Object item : list) result.add(bind(item, element));
        return result;
    }

    private static Object record(Map<?, ?> map, Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = bind(map.get(components[i].getName()), components[i].getGenericType());
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return invoke(() -> constructor.newInstance(values));
    }

    // What the class does not know of is left out.
    private static Object bean(Map<?, ?> map, Class<?> type) throws ReflectiveOperationException {
        Object bean = create(type);
        Properties properties = Properties.of(type);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Method setter = properties.setter((String) entry.getKey());
            Field field = properties.fields.get(entry.getKey());
            if (setter != null) {
                Object value = bind(entry.getValue(), setter.getGenericParameterTypes()[0]);
                invoke(() -> setter.invoke(bean, value));
            } else if (field != null) {
                field.set(bean, bind(entry.getValue(), field.getGenericType()));
            }
        }
        return bean;
    }

    private static Object create(Class<?> type) throws ReflectiveOperationException {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return invoke(constructor::newInstance);
        } catch (NoSuchMethodException | InstantiationException e) {
            throw new IllegalArgumentException("the event needs a " + type.getName() + ", which has no constructor without arguments");
        }
    }

    private interface Invocation {
        Object run() throws ReflectiveOperationException;
    }

    private static Object invoke(Invocation invocation) throws ReflectiveOperationException {
        try {
            return invocation.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) throw thrown;
            if (e.getCause() instanceof Error thrown) throw thrown;
            throw e;
        }
    }

    private static IllegalArgumentException mismatch(Object value, Class<?> type) {
        String text = JsonWriter.write(value);
        return new IllegalArgumentException("the event has " + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + " where the handler takes " + type.getTypeName());
    }
}
