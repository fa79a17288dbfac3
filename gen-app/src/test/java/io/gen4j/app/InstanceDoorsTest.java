package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.ModelConfigBuilder;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.Mnist;
import io.gen4j.prior.LatentPrior;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every public method of an object of the libraries, found by reflection and called wrongly, one argument at a time, as {@link
 * PublicDoorsTest} does with constructors, static methods and setters. What a method takes is listed in {@code
 * accepted-instance-arguments.txt}. Models and trainers have a stricter walk of their own, {@code ModelDoors}.
 */
class InstanceDoorsTest {

    /** Documented to throw Java's own exception for an index that does not exist, or an array that is too short. */
    private static final Set<String> INDEXED = Set.of(
            "apply",
            "multiplyByDerivative",
            "copyPixels",
            "get",
            "put",
            "label",
            "select",
            "of",
            "value",
            "dimension",
            "weight",
            "epoch",
            "named",
            "single");

    /**
     * What DL4J calls, what the training loop calls on its listeners, what would download, and an engine's product, which takes
     * addresses from kernels.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "equals",
            "instantiate",
            "setPreProcessor",
            "started",
            "stepped",
            "epochEnded",
            "evaluated",
            "settled",
            "resumed",
            "ended",
            "reached",
            "multiply",
            "prepare",
            "writeTo",
            "addTo",
            "sum");

    @TempDir
    private static Path directory;

    private final GoodArguments good;

    InstanceDoorsTest() throws IOException {
        BadArguments.renew();
        good = new GoodArguments(Files.createTempDirectory(directory, "doors"));
    }

    private record Door(Class<?> type, Method method) {

        String name() {
            String name = type.getName();
            return name.substring(name.lastIndexOf('.') + 1).replace('$', '.') + "." + method.getName();
        }

        Parameter[] parameters() {
            return method.getParameters();
        }
    }

    private List<Door> doors() throws Exception {
        List<Door> doors = new ArrayList<>();
        for (Class<?> type : PublicDoorsTest.publicTypes()) {
            if (!isElsewhere(type) && canMake(type)) {
                Stream.of(type.getMethods())
                        .filter(InstanceDoorsTest::isDoor)
                        .map(method -> new Door(type, method))
                        .forEach(doors::add);
            }
        }
        doors.sort(Comparator.comparing(door -> door.name() + door.method()));
        return doors;
    }

    /** Walked by {@code ModelDoors} and {@link ConfigDoorsTest}. */
    private static boolean isElsewhere(Class<?> type) {
        return type == Mnist.class
                || GenerativeModel.class.isAssignableFrom(type)
                || Trainer.class.isAssignableFrom(type)
                || ModelConfigBuilder.class.isAssignableFrom(type)
                || type == AdversarialConfig.Builder.class
                || type.getSimpleName().endsWith("Builder");
    }

    private static boolean isDoor(Method method) {
        return method.getParameterCount() > 0
                && method.getDeclaringClass().getName().startsWith("io.gen4j.")
                && !Modifier.isStatic(method.getModifiers())
                && !method.isSynthetic()
                && !method.isBridge()
                && !LEFT_OUT.contains(method.getName());
    }

    private boolean canMake(Class<?> type) {
        return good.has(type) || type.isEnum() || maker(type) != null;
    }

    /** A constructor, or else a static method, that makes a {@code type}. */
    private static @Nullable Executable maker(Class<?> type) {
        if (!Modifier.isAbstract(type.getModifiers()) && type.getConstructors().length > 0) {
            return type.getConstructors()[0];
        }
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == type && !method.isSynthetic())
                .min(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount))
                .orElse(null);
    }

    private @Nullable Object make(Class<?> type) throws Throwable {
        if (good.has(type)) {
            return good.of(type);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        Executable maker = maker(type);
        Object[] arguments = good.of(maker);
        try {
            return maker instanceof Constructor<?> constructor
                    ? constructor.newInstance(arguments)
                    : ((Method) maker).invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static @Nullable Object call(Object receiver, Door door, Object... arguments) throws Throwable {
        door.method().setAccessible(true);
        try {
            return door.method().invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void goodArgumentsAreAccepted() throws Exception {
        List<Door> doors = doors();
        Set<String> refused = new TreeSet<>();
        for (Door door : doors) {
            try {
                call(make(door.type()), door, good.of(door.method()));
            } catch (Throwable e) {
                refused.add(door.name());
            }
        }
        assertEquals(String.join("\n", listed("unready-doors.txt")), String.join("\n", refused));
        assertTrue(doors.size() > 300, "found " + doors.size());
    }

    @Test
    void badArgumentsAreRefusedByName() throws Throwable {
        Set<String> unready = listed("unready-doors.txt");
        Set<String> accepted = new TreeSet<>();
        Set<String> faults = new TreeSet<>();
        for (Door door : doors()) {
            for (int place = 0; place < door.parameters().length && !unready.contains(door.name()); place++) {
                Parameter parameter = door.parameters()[place];
                for (Object bad : BadArguments.of(parameter, good.of(door.method())[place])) {
                    Object[] arguments = good.of(door.method());
                    arguments[place] = bad;
                    String what = door.name() + " " + parameter.getName() + ": " + BadArguments.text(bad);
                    try {
                        call(make(door.type()), door, arguments);
                        accepted.add(what);
                    } catch (Throwable e) {
                        if (!isRefusal(e, door, place, bad)) {
                            faults.add(what + ": " + e);
                        }
                    }
                }
            }
        }
        assertEquals("", String.join("\n", faults));
        assertEquals(String.join("\n", listed("accepted-instance-arguments.txt")), String.join("\n", accepted));
    }

    /** Besides what {@link PublicDoorsTest} takes, a message may name the method: "limit is 0" of {@code limit(count)}. */
    private static boolean isRefusal(Throwable e, Door door, int place, @Nullable Object bad) {
        String message = String.valueOf(e.getMessage());
        String name = door.parameters()[place].getName();
        if (e instanceof IndexOutOfBoundsException) {
            return bad != null && (INDEXED.contains(door.method().getName()) || message.contains(name));
        } else if (e instanceof IllegalArgumentException
                && message.contains(door.method().getName())) {
            return bad != null;
        }
        if (e instanceof UnsupportedOperationException && message.contains(String.valueOf(bad))) {
            return true;
        }
        // As Java says it of classes that were compiled without the names of variables.
        return e instanceof NullPointerException && message.contains("\"<parameter" + (place + 1) + ">\"")
                || PublicDoorsTest.isRefusal(e, door.name(), door.parameters(), name, bad);
    }

    /** What a closed object does: its work, where it needs none of its memory, or it says that it is closed. */
    @Test
    void closedObjectsSaySo() throws Throwable {
        Set<String> unready = listed("unready-doors.txt");
        Set<String> faults = new TreeSet<>();
        for (Door door : doors()) {
            if (AutoCloseable.class.isAssignableFrom(door.type()) && !unready.contains(door.name())) {
                Object receiver = make(door.type());
                ((AutoCloseable) receiver).close();
                try {
                    call(receiver, door, good.of(door.method()));
                } catch (Throwable e) {
                    if (!String.valueOf(e.getMessage()).contains("closed")) {
                        faults.add(door.name() + ": " + e);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", faults));
    }

    /** Of values and data, which several threads may use; networks and what trains belong to one thread. */
    @Test
    void twoThreadsGetWhatOneGets() throws Throwable {
        Set<String> unready = listed("unready-doors.txt");
        Set<String> faults = new TreeSet<>();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Door door : doors()) {
                if (isShared(door.type()) && !unready.contains(door.name())) {
                    Object receiver = make(door.type());
                    Object[] arguments = good.of(door.method());
                    String expected = text(call(receiver, door, arguments.clone()));
                    Callable<String> task = () -> {
                        try {
                            return text(call(receiver, door, arguments.clone()));
                        } catch (Throwable e) {
                            return e.toString();
                        }
                    };
                    for (Future<String> result : threads.invokeAll(List.of(task, task, task, task))) {
                        if (!result.get().equals(expected)) {
                            faults.add(door.name() + ": " + result.get() + " for " + expected);
                        }
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals("", String.join("\n", faults));
    }

    /** Their methods write a file, which must not exist. */
    private static final Set<String> WRITERS = Set.of("FittedPrior", "SafetensorsFile");

    private static boolean isShared(Class<?> type) {
        return type.isEnum()
                || ImageDataset.class.isAssignableFrom(type)
                || LatentPrior.class.isAssignableFrom(type)
                || Batches.class == type
                || type.isRecord()
                        && !AutoCloseable.class.isAssignableFrom(type)
                        && !WRITERS.contains(type.getSimpleName());
    }

    /** The numbers of arrays, and the kind of what has no value of its own. */
    private static String text(@Nullable Object result) {
        if (result instanceof INDArray array) {
            return Arrays.toString(array.ravel().toDoubleVector());
        } else if (result instanceof Number || result instanceof String || result instanceof Boolean) {
            return result.toString();
        } else if (result != null && result.getClass().isArray()) {
            return Arrays.deepToString(new Object[] {result});
        }
        return result == null ? "none" : result.getClass().getName();
    }

    private static Set<String> listed(String file) throws IOException {
        try (var in = InstanceDoorsTest.class.getResourceAsStream(file)) {
            Set<String> lines = new TreeSet<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(lines::add);
            return lines;
        }
    }
}
