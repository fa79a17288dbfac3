package io.gen4j.app.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns the first SIGINT (Ctrl-C) or SIGTERM into a call of something that ends the work in an orderly way, and the second
 * into the end of the process. Until it is closed; then both do again what they did.
 */
public final class StopSignals implements AutoCloseable {

    /** Numbers of signals, to which a shell adds 128 for the exit code. */
    private static final Map<String, Integer> SIGNALS = Map.of("INT", 2, "TERM", 15);

    private static final int SIGNALLED = 128;

    private final Runnable stop;
    private final Map<Object, Object> previous = new LinkedHashMap<>();
    private volatile int exitCode;

    /** @param stop called by a thread of the system's, once */
    public StopSignals(Runnable stop) {
        this.stop = stop;
        SIGNALS.forEach(this::handle);
    }

    /** 130 or 143 after a signal, else 0. */
    public int exitCode() {
        return exitCode;
    }

    private void handle(String name, int number) {
        previous.put(signal(name), install(signal(name), handler(number)));
    }

    private synchronized void received(int number) {
        if (exitCode != 0) {
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
        exitCode = SIGNALLED + number;
        stop.run();
    }

    /** Puts the handlers back that were there before. */
    @Override
    public void close() {
        previous.forEach(StopSignals::install);
    }

    // sun.misc.Signal is what there is, and javac refuses to be silent about its use: hence by reflection.

    private Object handler(int number) {
        Class<?> type = type("sun.misc.SignalHandler");
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                received(number);
                return null;
            }
            return method.getName().equals("equals") ? proxy == arguments[0] : (Object) number;
        };
        return Proxy.newProxyInstance(StopSignals.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object signal(String name) {
        try {
            return type("sun.misc.Signal").getConstructor(String.class).newInstance(name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java knows no signal " + name, e);
        }
    }

    private static Object install(Object signal, Object handler) {
        try {
            Method handle = type("sun.misc.Signal")
                    .getMethod("handle", type("sun.misc.Signal"), type("sun.misc.SignalHandler"));
            return handle.invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java lets no signal be handled", e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this Java has no " + name, e);
        }
    }
}
