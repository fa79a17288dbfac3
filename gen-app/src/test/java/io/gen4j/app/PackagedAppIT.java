package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar that runs alone, on machines with unusual settings. */
class PackagedAppIT {

    private static final Path JAR = Path.of("target", "gen-app.jar").toAbsolutePath();
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+");
    private static final String NO_HOME = "-Duser.home=/proc/no-home";
    private static final String NO_TEMPORARY = "-Djava.io.tmpdir=/proc/no-tmp";

    @TempDir
    private Path directory;

    /** What a process printed, both streams together, and its exit code. */
    private record Outcome(int exitCode, String output) {

        void assertOneLine(int expectedExitCode, String... parts) {
            assertEquals(expectedExitCode, exitCode, output);
            List<String> lines =
                    output.lines().filter(line -> !line.startsWith("See: ")).toList();
            assertEquals(1, lines.size(), output);
            for (String part : parts) {
                assertTrue(lines.get(0).contains(part), part + " is not in: " + output);
            }
        }
    }

    @BeforeAll
    static void findJar() throws IOException {
        assertTrue(Files.size(JAR) > 100 << 20, JAR + " is not the jar that runs alone: mvn -DskipTests package");
    }

    @Test
    void theJarNamesTheLicenceOfEveryLibraryInIt() throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(JAR);
                Stream<Path> files = Files.walk(jar.getPath("META-INF", "maven"))) {
            String thirdParty = Files.readString(jar.getPath("META-INF", "THIRD-PARTY.txt"));
            List<String> unnamed = files.filter(file -> file.endsWith("pom.properties"))
                    .map(PackagedAppIT::coordinates)
                    .filter(library -> !library.startsWith("io.gen4j:"))
                    .filter(library -> !thirdParty.contains("(" + library + ")"))
                    .toList();
            assertEquals(List.of(), unnamed, "run tools/third-party.sh");
            assertTrue(Files.readString(jar.getPath("META-INF", "NOTICE")).contains("in this case for Gen4J"));
            assertTrue(Files.readString(jar.getPath("META-INF", "LICENSE")).contains("Apache License"));
            assertTrue(Files.readString(jar.getPath("META-INF", "LICENSE.md")).contains("Eclipse Public License"));
        }
    }

    private static String coordinates(Path pomProperties) {
        Properties properties = new Properties();
        try (InputStream stream = Files.newInputStream(pomProperties)) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Stream.of("groupId", "artifactId", "version")
                .map(properties::getProperty)
                .collect(Collectors.joining(":"));
    }

    private ProcessBuilder java(Path jar, List<String> options, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    private Outcome run(Path jar, List<String> options, Map<String, String> environment, String... arguments)
            throws Exception {
        Process process = java(jar, options, environment, arguments).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        return new Outcome(process.exitValue(), output);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void helpNeedsNeitherAHomeNorATemporaryDirectory() throws Exception {
        Outcome outcome = run(JAR, List.of(NO_HOME, NO_TEMPORARY), Map.of(), "train", "vae", "--help");
        assertEquals(0, outcome.exitCode(), outcome.output());
        assertTrue(outcome.output().contains("--learning-rate"), outcome.output());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhatToSetWithoutAHomeAndATemporaryDirectory() throws Exception {
        run(JAR, List.of(NO_HOME, NO_TEMPORARY), Map.of(), "info")
                .assertOneLine(1, "/proc/no-tmp", "-Dorg.bytedeco.javacpp.cachedir=");
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(strings = {NO_HOME, NO_TEMPORARY})
    void doesWithoutEither(String option) throws Exception {
        Outcome outcome = run(JAR, List.of(option), Map.of(), "info");
        assertEquals(0, outcome.exitCode(), outcome.output());
    }

    @Test
    void refusesThreadsThatNd4jCannotRead() throws Exception {
        run(JAR, List.of(), Map.of("OMP_NUM_THREADS", "2,1"), "info").assertOneLine(2, "OMP_NUM_THREADS", "\"2,1\"");
    }

    @Test
    void refusesAnUnknownLibraryOfMatrixProducts() throws Exception {
        run(JAR, List.of(), Map.of("GEN_BLAS", "mkl"), "info")
                .assertOneLine(2, "GEN_BLAS is mkl", "openblas or onednn");
    }

    @Test
    void takesNoNumberOfThreadsForOnePerProcessor() throws Exception {
        Outcome outcome = run(JAR, List.of(), Map.of("OMP_NUM_THREADS", ""), "info");
        assertEquals(0, outcome.exitCode(), outcome.output());
        assertTrue(outcome.output().contains("one per processor"), outcome.output());
        assertFalse(outcome.output().contains("Invalid value"), outcome.output());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesAnArgumentThatTheLocaleCannotRead() throws Exception {
        assumeUnicodeFileNames();
        for (String locale : List.of("C", "POSIX")) {
            run(JAR, List.of(), Map.of("LC_ALL", locale), "sample", "--run", "größe", "--out", "a.png")
                    .assertOneLine(2, "LC_ALL=C.UTF-8");
        }
    }

    /** Arabic digits, a comma for the decimals, and an apostrophe for the thousands. */
    @ParameterizedTest
    @ValueSource(strings = {"ar-u-nu-arab", "de-CH", "hi-IN-u-nu-deva"})
    void writesOneNotationInEveryLocale(String tag) throws Exception {
        String[] parts = tag.split("-u-", 2);
        String[] place = parts[0].split("-");
        List<String> options = new ArrayList<>(List.of("-Duser.language=" + place[0]));
        if (place.length > 1) {
            options.add("-Duser.country=" + place[1]);
        }
        if (parts.length > 1) {
            options.add("-Duser.extensions=u-" + parts[1]);
        }
        Path run = directory.resolve("run");
        Outcome outcome = run(
                JAR,
                options,
                Map.of("GEN_DATA", directory.toString()),
                "train",
                "vae",
                "--data",
                "synthetic",
                "--limit",
                "1000",
                "--epochs",
                "1",
                "--hidden",
                "4",
                "--out",
                run.toString());
        assertEquals(0, outcome.exitCode(), outcome.output());
        assertTrue(outcome.output().contains("1,000 images"), outcome.output());
        assertNotation(outcome.output());
        for (String file : List.of("metrics.csv", "evaluation.csv", "config.json", "status.json")) {
            assertNotation(Files.readString(run.resolve(file)));
        }
        for (String line : Files.readAllLines(run.resolve("evaluation.csv"))) {
            assertEquals(
                    Files.readAllLines(run.resolve("evaluation.csv")).get(0).split(",").length,
                    line.split(",").length,
                    line);
        }
    }

    private static void assertNotation(String text) {
        text.chars()
                .filter(Character::isDigit)
                .forEach(digit -> assertTrue(digit <= '9', "the digit " + Character.toString(digit) + " in " + text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ümlaut 日本", "50%20off", "a#b?c", "a+b&c=d [x]"})
    void servesItsPageFromAnyDirectory(String name) throws Exception {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            assumeUnicodeFileNames();
        }
        Path jar = Files.createDirectories(directory.resolve(name)).resolve("gen-app.jar");
        link(jar);
        Files.createDirectories(directory.resolve("runs"));
        Process process = java(jar, List.of(), Map.of(), "serve", "--port", "0").start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.contains("studio: ")) {
                line = output.readLine();
            }
            assertTrue(line != null, "the studio did not start");
            Matcher address = ADDRESS.matcher(line);
            assertTrue(address.find(), line);
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address.group())).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(200, page.statusCode(), page.body());
            assertTrue(page.body().contains("<html"), page.body());
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroyForcibly().waitFor();
        }
    }

    /** A hard link costs nothing; a copy serves where the two directories are on different file systems. */
    private static void link(Path jar) throws IOException {
        try {
            Files.createLink(jar, JAR);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(JAR, jar);
        }
    }

    private static void assumeUnicodeFileNames() {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        assumeTrue(
                encoding.equalsIgnoreCase("UTF-8"),
                "this locale's file names are in " + encoding + ": set LC_ALL=C.UTF-8");
    }
}
