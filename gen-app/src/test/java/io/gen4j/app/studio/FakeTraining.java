package io.gen4j.app.studio;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * A program that behaves as {@code gen train}, {@code gen resume} and {@code gen bench} do towards their run's directory, in no
 * time. A file {@code do} beside the runs says what happens: nothing until it is there, then finish, fail, memory or crash.
 */
public final class FakeTraining {

    private FakeTraining() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("bench")) {
            System.out.println("{\"train_images_per_s\": 100.0}\n{\"train_images_per_s\": 200.0}");
            return;
        }
        System.out.println("gen: arguments: " + String.join(" ", Arrays.asList(arguments)));
        Path run = Path.of(
                arguments[0].equals("resume")
                        ? arguments[arguments.length - 1]
                        : List.of(arguments).stream()
                                .filter(each -> each.startsWith("--out="))
                                .findFirst()
                                .orElseThrow()
                                .substring("--out=".length()));
        Path does = run.resolveSibling("do");
        if (does(does).equals("refuse")) {
            System.err.println("gen: the labels are missing: choose another model");
            System.err.println("See: gen train --help");
            System.exit(2);
        }
        Files.createDirectories(run.resolve("samples"));
        Files.writeString(run.resolve("config.json"), "{\"family\": \"vae\", \"config\": {\"epochs\": 2}}");
        FileChannel lock = FileChannel.open(run.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        status(run, "running");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run)));
        while (true) {
            switch (does(does)) {
                case "finish" -> end(run, "finished", "wrote " + run, 0);
                case "fail" -> end(run, "failed", "gen: " + run.toAbsolutePath() + ": the loss is NaN", 1);
                case "memory" -> end(run, "failed", "gen: not enough memory: Java heap space; lower the batch size", 1);
                case "crash" -> Runtime.getRuntime().halt(137);
                default -> Thread.sleep(20);
            }
        }
    }

    private static String does(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    private static void status(Path run, String status) throws IOException {
        Files.writeString(
                run.resolve("status.json"),
                "{\"status\": \"" + status + "\", \"process\": "
                        + ProcessHandle.current().pid() + "}");
    }

    private static void end(Path run, String status, String line, int code) throws IOException {
        status(run, status);
        System.out.println(line);
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }

    private static void stop(Path run) {
        try {
            status(run, "stopped");
            System.out.println("stopped; go on with: gen resume " + run);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
