package io.gen4j.app;

import io.gen4j.DivergedException;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.internal.NativeArrays;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** One line for what went wrong. */
final class ErrorHandler {

    /** What the command line itself refuses. */
    int misuse(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        print(command, oneLine(problem.getMessage()));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr())) {
            command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    /** What a command threw: misuse if the user's input is to blame. */
    int failure(Exception failure, CommandLine command, boolean verbose) {
        if (NativeArrays.isShortage(failure)) {
            return outOfMemory(failure, command, verbose);
        }
        print(command, message(failure));
        if (verbose) {
            failure.printStackTrace(command.getErr());
        }
        return isMisuse(failure) ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    /** What lacked memory: one line with the size that was asked for, if anybody said, and what to lower. */
    int outOfMemory(Throwable failure, CommandLine command, boolean verbose) {
        print(
                command,
                oneLine("not enough memory: " + shortage(failure)
                        + "; lower the batch size, the layers' sizes or the number of images, or give more by java -Xmx8g, "
                        + "and -Dorg.bytedeco.javacpp.maxbytes=8g for what lies outside of Java's heap"));
        if (verbose) {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.SOFTWARE;
    }

    /** JavaCPP says in the cause which limit was met. */
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
        if (problem instanceof FileAlreadyExistsException) {
            return file + ": exists already";
        }
        return oneLine(problem.toString());
    }

    private static void print(CommandLine command, String line) {
        command.getErr().println("gen: " + line);
        command.getErr().flush();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
