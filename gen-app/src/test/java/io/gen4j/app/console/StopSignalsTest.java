package io.gen4j.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.gen4j.app.Gen;
import io.gen4j.run.RunDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to processes of their own. */
@DisabledOnOs(OS.WINDOWS)
class StopSignalsTest {

    private static final int PATIENCE_SECONDS = 120;

    /** A program that is asked to stop, and does not. */
    static final class Stubborn {

        private Stubborn() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (StopSignals signals = new StopSignals(() -> System.out.println("asked to stop"))) {
                System.out.println("works");
                Thread.sleep(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                System.exit(signals.exitCode());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void endsATrainingWithACheckpoint(String signal, int exitCode, @TempDir Path directory) throws Exception {
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        Process process = start(
                Gen.class,
                "train",
                "gan",
                "--data",
                "synthetic",
                "--limit",
                "100",
                "--hidden",
                "4",
                "--epochs",
                "1000000",
                "--checkpoint-every",
                "0",
                "--checkpoint-minutes",
                "0",
                "--out",
                run.path().toString());
        try {
            Path drawn = run.samples().resolve("fake_images-1.png");
            while (Files.notExists(drawn) && process.isAlive()) {
                Thread.sleep(20);
            }
            send(signal, process);
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(exitCode, process.exitValue(), output);
            assertTrue(output.contains("stopped; go on with: gen resume " + run.path()), output);
        } finally {
            process.destroyForcibly();
        }
        assertEquals(2, checkpoints(run), "the first one, and that of the stop");
        assertTrue(Files.readString(run.path().resolve("status.json")).contains("stopped"));
    }

    @Test
    void theSecondOneEndsTheProcessAtOnce() throws Exception {
        Process process = start(Stubborn.class);
        try (BufferedReader output = process.inputReader()) {
            assertEquals("works", output.readLine());
            send("INT", process);
            assertEquals("asked to stop", output.readLine());
            send("TERM", process);
            assertTrue(process.waitFor(PATIENCE_SECONDS / 2, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    /** A shell starts jobs in the background with SIGINT ignored, and Java inherits that. GNU's env takes it back. */
    private static List<String> heedingInterrupts() throws IOException {
        List<String> env = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(env);
        trial.add("true");
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0 ? env : List.of();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Process start(Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(heedingInterrupts());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1", // a process of seconds is not worth compiling well
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        assumeFalse(signal.equals("INT") && ignoresInterrupts(process), "started in the background of a script");
        String number = Long.toString(process.pid());
        assertEquals(0, new ProcessBuilder("kill", "-" + signal, number).start().waitFor());
    }

    /** What a shell starts in the background of a script is deaf to Ctrl-C, and so are its children; only Linux tells. */
    private static boolean ignoresInterrupts(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .map(line -> line.substring("SigIgn:".length()).strip())
                        .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 2) != 0);
    }

    private static long checkpoints(RunDirectory run) throws IOException {
        try (Stream<Path> files = Files.list(run.checkpoints().path())) {
            return files.count();
        }
    }
}
