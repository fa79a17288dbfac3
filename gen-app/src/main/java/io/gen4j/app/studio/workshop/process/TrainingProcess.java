package io.gen4j.app.studio.workshop.process;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The processes of trainings. Each runs this program in another JVM, in a session of its own where the system has
 * {@code setsid}: Ctrl-C at the terminal of the studio does not reach it.
 */
public final class TrainingProcess {

    /** The program's class: a text, since the commands build upon the studio. */
    private static final String MAIN = "io.gen4j.app" + ".Gen";

    private static final String MARK = "-Dgen4j.training=";

    /** The start of the command that runs the program. */
    private final List<String> program;

    private final String classPath;

    private TrainingProcess(List<String> program, String classPath) {
        this.program = List.copyOf(program);
        this.classPath = classPath;
    }

    /** Runs this program, with this JVM's options for memory and libraries. */
    public static TrainingProcess ofThisProgram() {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X") || option.startsWith("-D"))
                .filter(option -> !option.startsWith("-XX:SharedArchiveFile") && !option.startsWith(MARK))
                .forEach(program::add);
        program.add(MAIN);
        return new TrainingProcess(program, System.getProperty("java.class.path"));
    }

    /** Runs another Java program, which takes the same arguments. */
    public static TrainingProcess of(List<String> program, String classPath) {
        return new TrainingProcess(program, classPath);
    }

    /**
     * Starts a process. It outlives this one.
     *
     * @param mark by which {@link #find} knows it
     * @param output receives what it prints, behind what is there
     */
    public Process start(List<String> arguments, String mark, Path output) throws IOException {
        List<String> command = new ArrayList<>(session());
        command.add(program.get(0));
        command.add(MARK + mark);
        command.addAll(program.subList(1, program.size()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Systems tell other processes' arguments only if they are short, so the class path is none of them.
        builder.environment().put("CLASSPATH", classPath);
        return builder.redirectErrorStream(true)
                .redirectInput(new File(isWindows() ? "NUL" : "/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    /** As a child of this process it keeps its number: it leads no group yet, so setsid need not fork. */
    private static List<String> session() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(each -> !each.isEmpty())
                .map(each -> Path.of(each, "setsid"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> List.of(found.toString()))
                .orElse(List.of());
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }

    /** The running process of a mark, by its number where that is known, or else among all of this user's. */
    public static Optional<ProcessHandle> find(String mark, long number) {
        Optional<ProcessHandle> known =
                number == 0 ? Optional.empty() : ProcessHandle.of(number).filter(each -> isMarked(each, mark));
        return known.isPresent()
                ? known
                : ProcessHandle.allProcesses()
                        .filter(each -> isMarked(each, mark))
                        .findFirst();
    }

    private static boolean isMarked(ProcessHandle process, String mark) {
        return process.isAlive()
                && process.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(MARK + mark))
                        .orElse(false);
    }
}
