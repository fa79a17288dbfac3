package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ModelConfigBuilder;
import io.gen4j.adversarial.AdversarialConfig;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every public constructor, static method and builder's setter of the libraries, found by reflection and called wrongly, one
 * argument at a time. Each call is refused with an exception whose message names the argument, or is listed in {@code
 * accepted-arguments.txt}: there, an argument from this test's list has a meaning. {@link ConfigDoorsTest} tries the settings.
 */
class PublicDoorsTest {

    /** A program, and modules whose methods need a server, a cluster or libraries that the app does without. */
    private static final Set<String> OTHERS = Set.of("gen-app", "gen-spark", "gen-mlflow", "gen-parquet");

    /**
     * {@code Checks} names what it checks by the caller's name for it. The others add to a graph of labels that has certain
     * layers, which their own tests make.
     */
    private static final Set<String> CHECKS = Set.of("Checks", "ConditionalGraph", "ProjectionNetwork");

    private static final Set<String> SETTER_PARAMETERS = Set.of("value", "some");

    /** Setters of {@code StateDict.Builder} that name a layer of the kind, which the good graph lacks. */
    private static final Set<String> LAYERS = Set.of("embedding", "convolution", "batchNormalization");

    @TempDir
    private static Path directory;

    private final GoodArguments good;

    PublicDoorsTest() throws IOException {
        BadArguments.renew();
        good = new GoodArguments(Files.createTempDirectory(directory, "doors"));
    }

    /** A method to call on {@code receiver}, or a constructor or static method where that is null. */
    private record Door(@Nullable Executable receiver, Executable target) {

        String name() {
            return GoodArguments.nameOf(target);
        }

        Parameter[] parameters() {
            return target.getParameters();
        }
    }

    static List<Class<?>> publicTypes() throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.sorted().toList()) {
                Path sources = module.resolve("src/main/java");
                String name = module.getFileName().toString();
                if (name.startsWith("gen-") && !OTHERS.contains(name) && Files.isDirectory(sources)) {
                    addTypes(sources, types);
                }
            }
        }
        return types;
    }

    private static void addTypes(Path sources, List<Class<?>> types) throws IOException, ClassNotFoundException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.sorted().toList()) {
                String path = sources.relativize(file).toString().replace('\\', '/');
                if (path.endsWith(".java") && !path.endsWith("-info.java") && !path.contains("/internal/")) {
                    String name = path.replace('/', '.').substring(0, path.length() - ".java".length());
                    add(Class.forName(name, false, PublicDoorsTest.class.getClassLoader()), types);
                }
            }
        }
    }

    private static void add(Class<?> type, List<Class<?>> types) {
        if (Modifier.isPublic(type.getModifiers())
                && !type.isAnnotation()
                && !Throwable.class.isAssignableFrom(type)
                && !CHECKS.contains(type.getSimpleName())) {
            types.add(type);
            for (Class<?> nested : type.getClasses()) {
                if (nested.getDeclaringClass() == type) {
                    add(nested, types);
                }
            }
        }
    }

    private static List<Door> doors() throws IOException, ClassNotFoundException {
        List<Door> doors = new ArrayList<>();
        for (Class<?> type : publicTypes()) {
            if (!Modifier.isAbstract(type.getModifiers())) {
                Stream.of(type.getConstructors())
                        .map(each -> new Door(null, each))
                        .forEach(doors::add);
            }
            for (Method method : type.getDeclaredMethods()) {
                if (isStaticDoor(type, method)) {
                    doors.add(new Door(null, method));
                    if (method.getReturnType().getSimpleName().endsWith("Builder")) {
                        setters(method.getReturnType())
                                .map(each -> new Door(method, each))
                                .forEach(doors::add);
                    }
                }
            }
        }
        return doors.stream()
                .filter(door -> door.parameters().length > 0)
                .sorted((a, b) -> (a.name() + a.target()).compareTo(b.name() + b.target()))
                .toList();
    }

    private static boolean isStaticDoor(Class<?> type, Method method) {
        return isPublic(method)
                && Modifier.isStatic(method.getModifiers())
                && !method.isSynthetic()
                && !(type.isEnum() && method.getName().equals("valueOf"));
    }

    private static Stream<Method> setters(Class<?> builder) {
        if (!builder.getName().startsWith("io.gen4j.") || isSettings(builder)) {
            return Stream.of();
        }
        return Stream.of(builder.getMethods())
                .filter(method -> !LAYERS.contains(method.getName()))
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic());
    }

    private static boolean isSettings(Class<?> builder) {
        return ModelConfigBuilder.class.isAssignableFrom(builder) || builder == AdversarialConfig.Builder.class;
    }

    private static boolean isPublic(Member member) {
        return Modifier.isPublic(member.getModifiers());
    }

    private Object call(Door door, Object... arguments) throws Throwable {
        try {
            if (door.target() instanceof Constructor<?> constructor) {
                return constructor.newInstance(arguments);
            }
            Method method = (Method) door.target();
            method.setAccessible(true);
            Executable factory = door.receiver();
            Object result =
                    method.invoke(factory == null ? null : call(new Door(null, factory), good.of(factory)), arguments);
            // What setters do not check, the builder does at its end.
            return factory == null ? result : buildIfBuilder(result);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object buildIfBuilder(Object result) throws ReflectiveOperationException {
        if (result != null && result.getClass().getSimpleName().endsWith("Builder")) {
            Method build = result.getClass().getMethod("build");
            build.setAccessible(true);
            return build.invoke(result);
        }
        return result;
    }

    /** Models, datasets and networks hold native memory. Arrays are left, since some come back as they were given. */
    private static void close(@Nullable Object result) throws Exception {
        if (result instanceof AutoCloseable closeable && !(result instanceof INDArray)) {
            closeable.close();
        }
    }

    @Test
    void goodArgumentsAreAccepted() throws Exception {
        List<Door> doors = doors();
        assertTrue(doors.size() > 250, "found " + doors.size());
        List<String> refused = new ArrayList<>();
        for (Door door : doors) {
            try {
                close(call(door, good.of(door.target())));
            } catch (Throwable e) {
                refused.add(door.name() + " " + Arrays.toString(door.target().getParameterTypes()) + ": " + e);
            }
        }
        assertEquals(List.of(), refused);
    }

    @Test
    void badArgumentsAreRefusedByName() throws Exception {
        Set<String> accepted = new TreeSet<>();
        List<String> faults = new ArrayList<>();
        for (Door door : doors()) {
            for (int place = 0; place < door.parameters().length; place++) {
                Parameter parameter = door.parameters()[place];
                for (Object bad : BadArguments.of(parameter, good.of(door.target())[place])) {
                    Object[] arguments = good.of(door.target());
                    arguments[place] = bad;
                    String what = door.name() + " " + parameter.getName() + ": " + BadArguments.text(bad);
                    try {
                        close(call(door, arguments));
                        accepted.add(what);
                    } catch (Throwable e) {
                        if (!isRefusal(e, door, parameter, bad)) {
                            faults.add(what + ": " + e);
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), faults);
        assertEquals(String.join("\n", listed()), String.join("\n", accepted));
    }

    private static Set<String> listed() throws IOException {
        try (var in = PublicDoorsTest.class.getResourceAsStream("accepted-arguments.txt")) {
            Set<String> lines = new TreeSet<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(lines::add);
            return lines;
        }
    }

    private static boolean isRefusal(Throwable e, Door door, Parameter parameter, @Nullable Object bad) {
        // A setter's parameter is called value, and the message names the setting.
        String name = door.receiver() != null
                        && door.parameters().length == 1
                        && SETTER_PARAMETERS.contains(parameter.getName())
                ? door.target().getName()
                : parameter.getName();
        return isRefusal(e, door.name(), door.parameters(), name, bad);
    }

    /** A number may contradict another argument, and then the message may name that one. Null is named itself. */
    static boolean isRefusal(Throwable e, String door, Parameter[] parameters, String name, @Nullable Object bad) {
        String message = String.valueOf(e.getMessage());
        if (message.lines().count() != 1) {
            return false;
        }
        if (e instanceof NullPointerException) {
            return message.startsWith(name) || message.contains("\"" + name + "\"");
        }
        boolean documented = e instanceof IllegalArgumentException
                || e instanceof IOException
                || e instanceof IllegalStateException && message.contains("closed")
                || e instanceof IndexOutOfBoundsException && door.startsWith("HostMemory.");
        return bad != null
                && documented
                && (names(message, name) || Arrays.stream(parameters).anyMatch(each -> names(message, each.getName())));
    }

    /** Messages say "batch size" for {@code batchSize}, and "label" for one of the {@code labels}. */
    private static boolean names(String message, String parameter) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains(parameter.toLowerCase(Locale.ROOT))
                || Arrays.stream(parameter.split("(?=[A-Z])"))
                        .map(word -> word.toLowerCase(Locale.ROOT).replaceAll("s$", ""))
                        .anyMatch(word -> word.length() > 2 && text.contains(word));
    }
}
