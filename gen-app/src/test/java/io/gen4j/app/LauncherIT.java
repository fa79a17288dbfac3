package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code gen}, in a clone that holds the script and a finished build, with a Maven that only pretends. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "gen is a script for a POSIX shell")
class LauncherIT {

    private static final String VERSION = "gen4j 0.1.0-SNAPSHOT\n";

    @TempDir
    private Path directory;

    private Path clone;

    /** What a process printed, and its exit code. */
    private record Outcome(int exitCode, String out, String err) {}

    @BeforeEach
    void build() throws IOException {
        clone = copy(directory.resolve("clone"));
    }

    /** A clone whose build is newer than its sources; the jar is one without classes, as the class path has them all. */
    private static Path copy(Path clone) throws IOException {
        Path target = Files.createDirectories(clone.resolve("gen-app/target"));
        Files.createDirectories(clone.resolve("gen-app/src/main"));
        Files.createDirectories(clone.resolve("tools"));
        for (String file : List.of("gen", "tools/build.sh", "pom.xml", "gen-app/pom.xml")) {
            Files.copy(Documents.ROOT.resolve(file), clone.resolve(file));
        }
        clone.resolve("gen").toFile().setExecutable(true);
        Files.createFile(target.resolve("gen-launcher.jar"));
        Files.writeString(target.resolve("gen-launcher-class-path"), System.getProperty("java.class.path"));
        Path built = Files.writeString(target.resolve("gen-launcher.built"), clone.toRealPath() + "\n");
        Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(60)));
        return clone;
    }

    /** The names that follow must reach the script as they are. */
    private static void assumeUnicodeFileNames() {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        assumeTrue(
                encoding.equalsIgnoreCase("UTF-8"),
                "this locale's file names are in " + encoding + ": set LC_ALL=C.UTF-8");
    }

    private Outcome run(Path workingDirectory, Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        return new Outcome(
                process.exitValue(),
                Files.readString(directory.resolve("out")),
                Files.readString(directory.resolve("err"), StandardCharsets.UTF_8));
    }

    @Test
    void anArchiveOfClassesThatTheJvmCannotReadIsPassedOver() throws Exception {
        Files.writeString(clone.resolve("gen-app/target/gen-launcher.jsa"), "from another JVM");
        assertEquals(new Outcome(0, VERSION, ""), run(clone, Map.of(), "./gen", "--version"));
    }

    @Test
    void runsFromAnyDirectory() throws Exception {
        Outcome outcome = run(Path.of("/"), Map.of(), clone.resolve("gen").toString(), "--version");
        assertEquals(new Outcome(0, VERSION, ""), outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"absolute", "relative", "chain", "directory"})
    void runsThroughSymbolicLinks(String kind) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("my bin"));
        Path link = switch (kind) {
            case "absolute" -> Files.createSymbolicLink(bin.resolve("gen"), clone.resolve("gen"));
            case "relative" -> Files.createSymbolicLink(bin.resolve("gen"), Path.of("../clone/gen"));
            case "chain" -> {
                Files.createSymbolicLink(bin.resolve("first"), Path.of("../clone/gen"));
                yield Files.createSymbolicLink(bin.resolve("gen"), Path.of("first"));
            }
            default -> Files.createSymbolicLink(bin.resolve("linked"), clone).resolve("gen");
        };
        assertEquals(new Outcome(0, VERSION, ""), run(bin, Map.of(), link.toString(), "--version"));
    }

    @Test
    void runsByThePath() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("gen"), clone.resolve("gen"));
        Map<String, String> path = Map.of("PATH", bin + ":" + System.getenv("PATH"));
        assertEquals(new Outcome(0, VERSION, ""), run(directory, path, "sh", "-c", "gen --version"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"with space", "ümlaut", "日本", "it's", "a\"quote", "50%20", "a#b+c&d", "$HOME", "-dash", "a;b!"})
    void runsInDirectoriesOfAnyName(String name) throws Exception {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            assumeUnicodeFileNames();
        }
        Path odd = copy(directory.resolve("in").resolve(name));
        for (String locale : List.of("C.UTF-8", "C")) {
            Outcome outcome =
                    run(directory, Map.of("LC_ALL", locale), odd.resolve("gen").toString(), "--version");
            assertEquals(new Outcome(0, VERSION, ""), outcome, locale);
        }
    }

    @Test
    void namesTheColonThatTheClassPathCannotHave() throws Exception {
        Path odd = Files.move(clone, directory.resolve("a:b"));
        Outcome outcome = run(directory, Map.of(), odd.resolve("gen").toString(), "--version");
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.err().startsWith("gen: ") && outcome.err().contains("a:b"), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
    }

    @ParameterizedTest
    @CsvSource({"'', ", "'2,1', 2", "3, 3"})
    void readsOpenMpsThreads(String given, String used) throws Exception {
        String expected = used == null ? Integer.toString(Runtime.getRuntime().availableProcessors()) : used;
        Outcome outcome = run(
                directory,
                Map.of("OMP_NUM_THREADS", given),
                clone.resolve("gen").toString(),
                "info");
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(
                outcome.out().lines().anyMatch(line -> line.matches("gen4j\\.threads +" + expected + "  .*")),
                outcome.out());
        assertFalse(outcome.err().contains("OMP_NUM_THREADS"), outcome.err());
    }

    /** In the locale C, Java alone would see question marks for the letters. */
    @Test
    void readsArgumentsInTheLocaleC() throws Exception {
        assumeUnicodeFileNames();
        Outcome outcome =
                run(directory, Map.of("LC_ALL", "C"), clone.resolve("gen").toString(), "compare", "größe", "größe");
        assertEquals(2, outcome.exitCode());
        assertTrue(outcome.err().contains("größe"), outcome.err());
    }

    @Test
    void printsOneLinePerModuleOfABuild() throws Exception {
        Outcome outcome = buildWith("""
                echo '[INFO] Building Gen4J 0.1.0-SNAPSHOT           [1/2]'
                echo '[WARNING] noise'
                echo '[INFO] Building Gen4J app 0.1.0-SNAPSHOT       [2/2]'
                """);
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertEquals(
                List.of("gen: [1/2] Gen4J", "gen: [2/2] Gen4J app"),
                outcome.err().lines().skip(1).toList());
        assertEquals(VERSION, outcome.out());
        assertTrue(Files.readString(clone.resolve("target/build.log")).contains("noise"));
    }

    @Test
    void namesTheLogOfAFailedBuild() throws Exception {
        Outcome outcome = buildWith("""
                echo '[INFO] Building Gen4J 0.1.0-SNAPSHOT           [1/2]'
                echo '[ERROR] Gen.java:[1,2] ; expected'
                exit 1
                """);
        assertEquals(1, outcome.exitCode());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().contains("Gen.java:[1,2] ; expected"), outcome.err());
        assertTrue(
                outcome.err()
                        .contains(clone.toRealPath().resolve("target/build.log").toString()),
                outcome.err());
    }

    /** A clone that was copied would run the jars of the first one, as long as they are there. */
    @ParameterizedTest
    @ValueSource(strings = {"moved", "copied", "without its jars"})
    void buildsAgainWhereTheListOfJarsDoesNotHold(String kind) throws Exception {
        Path target = clone.resolve("gen-app/target");
        switch (kind) {
            case "moved" -> clone = Files.move(clone, directory.resolve("moved"));
            case "copied" -> Files.writeString(target.resolve("gen-launcher.built"), directory + "/first\n");
            default ->
                Files.writeString(
                        target.resolve("gen-launcher-class-path"),
                        System.getProperty("java.class.path") + ":/no/such.jar");
        }
        stubMaven("echo built >> builds");
        Path stamp = clone.resolve("gen-app/target/gen-launcher.built");
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(60)));
        Outcome outcome = run(directory, stubPath(), clone.resolve("gen").toString(), "--version");
        assertEquals(VERSION, outcome.out());
        assertEquals(List.of("built"), Files.readAllLines(clone.resolve("builds")));
        assertEquals(clone.toRealPath() + "\n", Files.readString(stamp));
    }

    /** The second call waits for the first one's build. */
    @Test
    void buildsOnceForTwoCalls() throws Exception {
        stubMaven("echo built >> builds; sleep 1");
        makeStale();
        String gen = "\"" + clone.resolve("gen") + "\" --version";
        Outcome outcome = run(directory, stubPath(), "sh", "-c", gen + " & " + gen + "; wait");
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertEquals(List.of("built"), Files.readAllLines(clone.resolve("builds")));
    }

    @Test
    void asksForMaven() throws Exception {
        makeStale();
        Path bin = Files.createDirectories(directory.resolve("bin"));
        for (String tool : List.of("sh", "dirname", "readlink", "find", "mkdir", "locale", "flock", "cat", "rm")) {
            Path program = Path.of("/usr/bin", tool);
            if (Files.exists(program)) {
                Files.createSymbolicLink(bin.resolve(tool), program);
            }
        }
        Files.createSymbolicLink(bin.resolve("java"), Path.of(System.getProperty("java.home"), "bin/java"));
        Outcome outcome = run(
                directory,
                Map.of("PATH", bin.toString()),
                "/bin/sh",
                clone.resolve("gen").toString(),
                "--version");
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.err().contains("install Maven"), outcome.err());
    }

    private Outcome buildWith(String maven) throws Exception {
        stubMaven(maven);
        makeStale();
        return run(directory, stubPath(), clone.resolve("gen").toString(), "--version");
    }

    private void makeStale() throws IOException {
        Files.setLastModifiedTime(clone.resolve("gen-app/target/gen-launcher.built"), FileTime.from(Instant.EPOCH));
    }

    private void stubMaven(String script) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path stub = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Map<String, String> stubPath() {
        List<String> path = new ArrayList<>(List.of(directory.resolve("bin").toString(), System.getenv("PATH")));
        return Map.of("PATH", String.join(":", path));
    }
}
