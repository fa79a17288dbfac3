package io.gen4j.app;

import io.gen4j.DivergedException;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.gen4j.runtime.internal.NativeArrays;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/**
 * Prints one line for a failure, and chooses the exit code. A message may quote a file, so the line is escaped and its length
 * is bounded: a terminal obeys escape sequences.
 */
final class ErrorHandler {

    /** More than any message of this program needs, with two paths in it. */
    private static final int MAX_LENGTH = 4000;

    /** Handles arguments that the command line does not accept. */
    int misuse(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        print(command, StartupCheck.unreadable(List.of(arguments)).orElseGet(() -> oneLine(problem.getMessage())));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr())) {
            command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    /** Handles an exception of a command. It is misuse if the user's input caused it. */
    int failure(Exception failure, CommandLine command, boolean verbose) {
        if (NativeArrays.isShortage(failure)) {
            return outOfMemory(failure, command, verbose);
        }
        print(command, message(failure));
        if (verbose) {
            printTrace(failure, command);
        }
        return isMisuse(failure) ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    /** Handles a lack of memory. The line names the requested size, if it is known, and the settings to lower. */
    int outOfMemory(Throwable failure, CommandLine command, boolean verbose) {
        print(
                command,
                oneLine("not enough memory: " + shortage(failure)
                        + "; lower the batch size, the layer sizes or the number of images, or allow more by java -Xmx8g "
                        + "and, outside the Java heap, -Dorg.bytedeco.javacpp.maxbytes=8g"));
        if (verbose) {
            printTrace(failure, command);
        }
        return ExitCode.SOFTWARE;
    }

    /** Handles libraries that cannot be loaded, such as from a directory that is mounted noexec. */
    int unloadable(LinkageError failure, CommandLine command, boolean verbose) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        print(
                command,
                oneLine("libraries cannot be loaded: " + root
                        + "; if their directory is mounted noexec or is full, choose another one by GEN_JAVA_OPTIONS="
                        + "\"-Dorg.bytedeco.javacpp.cachedir=DIRECTORY -Djna.tmpdir=DIRECTORY\", or by java -D"));
        if (verbose) {
            printTrace(failure, command);
        }
        return ExitCode.SOFTWARE;
    }

    /** The cause names the limit of JavaCPP that was reached. */
    private static String shortage(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause instanceof OutOfMemoryError
                ? failure.getMessage() + ": " + cause.getMessage()
                : failure.getMessage();
    }

    private static boolean isMisuse(Exception failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof InvalidDataException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof NoSuchFileException
                || failure instanceof NotDirectoryException
                || failure instanceof AccessDeniedException;
    }

    private static String message(Exception failure) {
        if (failure instanceof FileSystemException problem) {
            return fileMessage(problem);
        }
        String message = failure.getMessage();
        return oneLine(message == null || !isExpected(failure) ? failure.toString() : message);
    }

    private static boolean isExpected(Exception failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof java.io.IOException
                || failure instanceof DivergedException;
    }

    private static String fileMessage(FileSystemException problem) {
        String file = String.valueOf(problem.getFile());
        if (problem.getReason() != null) {
            return oneLine(file + ": " + problem.getReason());
        }
        if (problem instanceof AccessDeniedException) {
            return file + ": no permission";
        }
        if (problem instanceof NoSuchFileException) {
            return file + ": there is no such file or directory";
        }
        if (problem instanceof NotDirectoryException) {
            return file + ": is not a directory";
        }
        if (problem instanceof FileAlreadyExistsException) {
            return file + ": exists already";
        }
        return oneLine(problem.toString());
    }

    /** Prints one line of warning. The command goes on. */
    void warn(CommandLine command, String line) {
        print(command, oneLine(line));
    }

    private static void printTrace(Throwable failure, CommandLine command) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        trace.toString()
                .lines()
                .map(line -> Printable.of(line.replace("\t", "    "), MAX_LENGTH))
                .forEach(command.getErr()::println);
        command.getErr().flush();
    }

    private static void print(CommandLine command, String line) {
        command.getErr().println("gen: " + Printable.of(line, MAX_LENGTH));
        command.getErr().flush();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
