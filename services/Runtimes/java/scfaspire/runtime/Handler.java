package scfaspire.runtime;

import com.qcloud.scf.runtime.Context;
import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The method that `package.Class::method` names, in the code package and the layers. */
final class Handler {
    /** It cannot be found or loaded; the message is the payload of the LOAD_FAILED frame. */
    static final class LoadFailure extends Exception {
        private static final long serialVersionUID = 1;

        LoadFailure(String detail, Throwable cause) {
            super(Failures.handlerNotFound(detail, cause == null ? "" : Failures.stackOf(cause)));
        }
    }

    private final Method method;
    private final Object instance;
    private final Type input;
    private final boolean takesContext;

    private Handler(Method method, Object instance) {
        this.method = method;
        this.instance = instance;
        Type[] types = method.getGenericParameterTypes();
        takesContext = types.length > 0 && types[types.length - 1] == Context.class;
        input = types.length > (takesContext ? 1 : 0) ? types[0] : null;
    }

    /** What its constructor throws comes as an InvocationTargetException, and what its static parts throw as an ExceptionInInitializerError. */
    static Handler load(String codeRoot, String name) throws LoadFailure, ReflectiveOperationException {
        int colons = name.indexOf("::");
        if (colons <= 0 || colons + 2 == name.length()) throw new LoadFailure("the handler \"" + name + "\" is not of the form package.Class::method", null);
        String className = name.substring(0, colons), methodName = name.substring(colons + 2);
        ClassLoader loader = new URLClassLoader(classPath(codeRoot), Handler.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type;
        try {
            type = Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            throw new LoadFailure("there is no class " + className + " in the code package", null);
        } catch (LinkageError e) {
            throw new LoadFailure("the class " + className + " cannot be loaded: " + e.getMessage(), e);
        }
        Method method = find(type, methodName);
        if (method == null) throw new LoadFailure("the class " + className + " has no public method " + methodName + " that takes an event", null);
        Class.forName(className, true, loader);
        Object instance = null;
        if (!Modifier.isStatic(method.getModifiers())) {
            try {
                var constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                instance = constructor.newInstance();
            } catch (NoSuchMethodException | InstantiationException e) {
                throw new LoadFailure("the class " + className + " has no constructor without arguments", null);
            }
        }
        method.setAccessible(true);
        return new Handler(method, instance);
    }

    /** Runs the handler; what it throws comes as the cause of an InvocationTargetException. */
    String run(Object event, String eventText, Context context) throws ReflectiveOperationException {
        Object argument = input == null ? null : input == String.class && !(event instanceof String) ? eventText : Binder.bind(event, input);
        Object result = method.invoke(instance, input == null ? (takesContext ? new Object[] {context} : new Object[0]) : takesContext ? new Object[] {argument, context} : new Object[] {argument});
        return JsonWriter.write(result);
    }

    // With a context rather than without, and with an event rather than with none.
    private static Method find(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
            .filter(method -> method.getName().equals(name) && !method.isBridge() && fits(method.getParameterTypes()))
            .max(Comparator.<Method>comparingInt(Method::getParameterCount).thenComparing(method -> method.getParameterTypes().length > 0 && method.getParameterTypes()[0] != Object.class))
            .orElse(null);
    }

    private static boolean fits(Class<?>[] types) {
        return types.length < 2 || types.length == 2 && types[1] == Context.class;
    }

    private static URL[] classPath(String codeRoot) throws LoadFailure {
        List<URL> urls = new ArrayList<>();
        try {
            for (String root : new String[] {codeRoot, "/opt"}) {
                File folder = new File(root);
                if (!folder.isDirectory()) continue;
                urls.add(folder.toURI().toURL());
                addJars(urls, folder);
                addJars(urls, new File(folder, "lib"));
            }
        } catch (MalformedURLException e) {
            throw new LoadFailure("the code package cannot be searched", e);
        }
        return urls.toArray(URL[]::new);
    }

    private static void addJars(List<URL> urls, File folder) throws MalformedURLException {
        File[] jars = folder.listFiles((parent, file) -> file.endsWith(".jar"));
        if (jars == null) return;
        Arrays.sort(jars);
        for (File jar : jars) urls.add(jar.toURI().toURL());
    }
}
