package io.gen4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.spark.submit.SparkProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every public constructor and method of this module, found by reflection and called wrongly, one argument at a time. Each call
 * is refused in one line that names the argument, or is listed in {@code accepted-arguments.txt}: there, the argument has a
 * meaning. What a setter takes, {@code fit} or {@code transform} may refuse.
 */
class SparkDoorsTest {

    /** A program, which ends the process. SparkProgramTest gives it wrong arguments. */
    private static final Set<Class<?>> OTHERS = Set.of(SparkProgram.class);

    /** What messages call an argument: data without columns lack that of images first. */
    private static final Map<String, String> SYNONYMS =
            Map.of("family", "model", "dataset", "imageCol", "schema", "imageCol");

    private static final int COUNT = 24;
    private static final int LENGTH = 3;

    @TempDir
    private static Path directory;

    private static SparkSession spark;
    private static Dataset<Row> digits;
    private static byte[] model;
    private static String stage;
    private static String estimator;

    @BeforeAll
    static void start() throws Exception {
        spark = LocalSpark.session("local[2]");
        digits = LocalSpark.digits(spark, COUNT, 2, 1).cache();
        GenerativeTransformer trained = estimator().fit(digits);
        model = trained.modelFile();
        stage = directory.resolve("stage").toString();
        trained.save(stage);
        estimator = directory.resolve("estimator").toString();
        estimator().save(estimator);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static GenerativeEstimator estimator() {
        return new GenerativeEstimator("doors")
                .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                .setLabelCol("label")
                .setIndexCol("id")
                .setChannels(1)
                .setHeight(28)
                .setWidth(28)
                .setShards(2)
                .setParallelism(1);
    }

    private static GenerativeTransformer transformer() {
        return new GenerativeTransformer("doors", model)
                .setLatentCol("z")
                .setReconstructionCol("again")
                .setErrorCol("error")
                .setBoundCol("bound")
                .setBoundDraws(2);
    }

    private record Door(Class<?> type, Executable target) {

        String name() {
            return type.getSimpleName() + (isConstructor() ? "" : "." + target.getName());
        }

        boolean isConstructor() {
            return target instanceof Constructor<?>;
        }

        boolean isSetter() {
            return target.getName().matches("set[A-Z].*");
        }

        /** The name of an argument: that of the parameter which a setter sets. */
        String argument(Parameter parameter) {
            String name = target.getName();
            return isSetter() ? name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4) : parameter.getName();
        }
    }

    private static List<Door> doors() throws Exception {
        List<Door> doors = new ArrayList<>();
        Path sources = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.sorted().toList()) {
                String path = sources.relativize(file).toString().replace('\\', '/');
                if (path.endsWith(".java") && !path.endsWith("-info.java") && !path.contains("/internal/")) {
                    Class<?> type = Class.forName(path.replace('/', '.').substring(0, path.length() - 5));
                    if (Modifier.isPublic(type.getModifiers()) && !OTHERS.contains(type)) {
                        add(type, doors);
                    }
                }
            }
        }
        doors.sort(Comparator.comparing(door -> door.name() + door.target()));
        return doors;
    }

    private static void add(Class<?> type, List<Door> doors) {
        Stream.concat(Stream.of(type.getConstructors()), Stream.of(type.getDeclaredMethods()))
                .filter(target -> Modifier.isPublic(target.getModifiers()) && !target.isSynthetic())
                .filter(target -> target.getParameterCount() > 0)
                .map(target -> new Door(type, target))
                .forEach(doors::add);
    }

    private static Object[] good(Door door) {
        return Stream.of(door.target().getParameters())
                .map(parameter -> good(door, parameter))
                .toArray();
    }

    private static Object good(Door door, Parameter parameter) {
        String name = door.argument(parameter);
        Class<?> type = parameter.getType();
        if (type == Dataset.class) {
            return door.type() == ImageFiles.class ? transformer().sample(spark, 5, 1, List.of()) : digits;
        }
        return switch (name) {
            case "uid" -> "doors";
            case "spark" -> spark;
            case "run" -> stage;
            case "file" -> model;
            case "count" -> 5L;
            case "labels" -> List.of();
            case "path" -> path(door);
            case "schema" -> digits.schema();
            case "extra" -> ParamMap.empty();
            default -> setting(door, name, type);
        };
    }

    private static String path(Door door) {
        boolean reads = door.target().getName().equals("load");
        String own = door.type() == GenerativeEstimator.class ? estimator : stage;
        return reads ? own : directory.resolve("new-" + System.nanoTime()).toString();
    }

    private static Object setting(Door door, String name, Class<?> type) {
        var stageOf = door.type() == GenerativeEstimator.class ? estimator() : transformer();
        Object value = stageOf.getOrDefault(stageOf.getParam(name));
        return name.equals("labelNames") ? digitNames() : name.endsWith("Dir") ? path(door) : value;
    }

    private static String[] digitNames() {
        return new String[] {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    }

    private static List<Object> bad(Door door, Parameter parameter) {
        Class<?> type = parameter.getType();
        List<Object> bad = new ArrayList<>();
        if (!type.isPrimitive()) {
            bad.add(null);
        }
        if (door.argument(parameter).equals("seed")) {
            return bad;
        } else if (type == int.class) {
            bad.addAll(List.of(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
        } else if (type == long.class) {
            bad.addAll(List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
        } else if (type == String.class && isWritten(door, parameter)) {
            bad.add("");
        } else if (type == String.class) {
            bad.addAll(List.of("", "no such"));
        } else if (type == byte[].class) {
            bad.addAll(List.of(new byte[0], new byte[1], Arrays.copyOf(model, model.length / 2)));
        } else if (type == List.class) {
            bad.addAll(List.of(Collections.singletonList(null), List.of("no such")));
        } else if (type == String[].class) {
            bad.addAll(List.of(new String[1], new String[] {""}, new String[] {"0", "0"}));
        } else if (type == StructType.class) {
            bad.add(new StructType());
        } else if (type == Dataset.class) {
            bad.addAll(List.of(spark.emptyDataFrame(), spark.range(3).toDF()));
        }
        return bad;
    }

    /** Where any name is good, and makes a file. */
    private static boolean isWritten(Door door, Parameter parameter) {
        String name = door.argument(parameter);
        return name.equals("path") && !door.target().getName().equals("load")
                || name.equals("checkpointDir")
                || name.equals("uid");
    }

    /** What a setter set is used at once, and what is lazy is done. */
    private static void call(Door door, Object... arguments) throws Throwable {
        try {
            Object receiver = door.type() == GenerativeEstimator.class ? estimator() : transformer();
            Object result = door.target() instanceof Constructor<?> constructor
                    ? constructor.newInstance(arguments)
                    : ((Method) door.target()).invoke(receiver, arguments);
            if (result instanceof GenerativeEstimator made && door.isSetter()) {
                made.fit(digits);
            } else if (result instanceof Model<?> made && (door.isSetter() || door.isConstructor())) {
                made.transform(digits).collectAsList();
            } else if (result instanceof Dataset<?> rows) {
                rows.takeAsList(LENGTH);
            }
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void goodArgumentsAreAccepted() throws Exception {
        List<Door> doors = doors();
        List<String> refused = new ArrayList<>();
        for (Door door : doors) {
            try {
                call(door, good(door));
            } catch (Throwable e) {
                refused.add(door.name() + ": " + e);
            }
        }
        assertEquals("", String.join("\n", refused));
        assertTrue(doors.size() > 35, "found " + doors.size());
    }

    @Test
    void badArgumentsAreRefusedByName() throws Exception {
        Set<String> accepted = new TreeSet<>();
        Set<String> faults = new TreeSet<>();
        for (Door door : doors()) {
            Parameter[] parameters = door.target().getParameters();
            for (int place = 0; place < parameters.length; place++) {
                String name = door.argument(parameters[place]);
                for (Object bad : bad(door, parameters[place])) {
                    Object[] arguments = good(door);
                    arguments[place] = bad;
                    String what = door.name() + " " + name + ": " + text(bad);
                    try {
                        call(door, arguments);
                        accepted.add(what);
                    } catch (Throwable e) {
                        if (!isRefusal(e, name, bad)) {
                            faults.add(what + ": " + e);
                        }
                    }
                }
            }
        }
        assertEquals("", String.join("\n", faults));
        assertEquals(String.join("\n", listed()), String.join("\n", accepted));
    }

    /** Rows are drawn when they are asked for, so any count has a beginning. */
    @Test
    void theLargestCountHasABeginning() {
        Dataset<Row> all = Sampler.sample(spark, model, Long.MAX_VALUE, 1, List.of());
        List<Row> first = all.takeAsList(LENGTH);
        assertEquals(LENGTH, first.size());
        assertEquals(LENGTH - 1, first.get(LENGTH - 1).getLong(0));
    }

    private static boolean isRefusal(Throwable e, String name, @Nullable Object bad) {
        String message = String.valueOf(e.getMessage());
        if (message.lines().count() != 1) {
            return false;
        }
        if (e instanceof NullPointerException) {
            return message.startsWith(name) || message.contains("\"" + name + "\"");
        }
        boolean documented = e instanceof IllegalArgumentException
                || e instanceof IOException
                || e instanceof UncheckedIOException
                // Spark's own, of a path that does not exist.
                || e instanceof AnalysisException;
        return documented
                && (names(message, SYNONYMS.getOrDefault(name, name))
                        || bad instanceof String text && !text.isEmpty() && message.contains(text));
    }

    /** Messages say "label" for one of the {@code labels}, and "batch size" for {@code batchSize}. */
    private static boolean names(String message, String name) {
        String text = message.toLowerCase(Locale.ROOT);
        return Arrays.stream(name.split("(?=[A-Z])"))
                .map(word -> word.toLowerCase(Locale.ROOT).replaceAll("s$", ""))
                .anyMatch(text::contains);
    }

    private static String text(@Nullable Object argument) {
        if (argument instanceof Dataset<?> rows) {
            return "rows of " + rows.columns().length + " columns";
        } else if (argument instanceof StructType type) {
            return type.length() + " columns";
        } else if (argument != null && argument.getClass().isArray()) {
            int length = Array.getLength(argument);
            return length > LENGTH ? "half of a file" : Arrays.deepToString(new Object[] {argument});
        }
        return argument instanceof String ? "\"" + argument + "\"" : String.valueOf(argument);
    }

    private static Set<String> listed() throws IOException {
        try (var in = SparkDoorsTest.class.getResourceAsStream("accepted-arguments.txt")) {
            Set<String> lines = new TreeSet<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(lines::add);
            return lines;
        }
    }
}
