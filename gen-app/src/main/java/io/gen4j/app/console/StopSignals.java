package io.gen4j.app.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls an action on the first SIGINT (Ctrl-C) or SIGTERM, and ends the process on the second. The action should stop the
 * work in an orderly way. {@link #close} restores the previous handlers.
 */
public final class StopSignals implements AutoCloseable {

    /** Numbers of signals. The exit code of a process that a signal ended is 128 plus the number. */
    private static final Map<String, Integer> SIGNALS = Map.of("INT", 2, "TERM", 15);

    private static final int SIGNALLED = 128;

    private final Runnable stop;
    private final Map<Object, Object> previous = new LinkedHashMap<>();
    private volatile int exitCode;

    /** @param stop called once, by a thread of the JVM */
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

    /** Restores the previous handlers. */
    @Override
    public void close() {
        previous.forEach(StopSignals::install);
    }

    // Java has no other API for signals than sun.misc.Signal. javac always warns of it, so it is called by reflection.

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
            throw new IllegalStateException("this Java does not support the signal " + name, e);
        }
    }

    private static Object install(Object signal, Object handler) {
        try {
            Method handle = type("sun.misc.Signal")
                    .getMethod("handle", type("sun.misc.Signal"), type("sun.misc.SignalHandler"));
            return handle.invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java does not support signal handlers", e);
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
