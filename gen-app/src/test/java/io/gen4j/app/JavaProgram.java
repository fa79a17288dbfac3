package io.gen4j.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Compiles and runs a program of one class, in a process of its own, on the class path of this test. */
public final class JavaProgram {

    private JavaProgram() {}

    /**
     * Runs it.
     *
     * @param directory where it is compiled, and where it works
     * @param options of the JVM
     * @return why it did not compile or failed; empty if all went well
     */
    public static String run(String name, String source, Path directory, String... options)
            throws IOException, InterruptedException {
        String classPath = System.getProperty("java.class.path");
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, problems, "-cp", classPath, "-d", directory.toString(), file.toString());
        if (status != 0) {
            return problems.toString(StandardCharsets.UTF_8);
        }
        Path log = directory.resolve(name + ".log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", directory + System.getProperty("path.separator") + classPath, name));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return process.waitFor() == 0 ? "" : Files.readString(log);
    }
}
