package io.gen4j.mlflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The Git commit of a working directory.
 *
 * @param hash of the commit
 * @param modified whether tracked files differ from it
 */
record GitCommit(String hash, boolean modified) {

    private static final int SECONDS = 10;

    /** Asks Git. Empty if there is no repository, or no Git. */
    static Optional<GitCommit> of(Path directory) {
        try {
            Process head = git(directory, "rev-parse", "--verify", "HEAD");
            if (!ended(head) || head.exitValue() != 0) {
                return Optional.empty();
            }
            String hash = new String(head.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            Process difference = git(directory, "diff", "--quiet", "HEAD");
            return Optional.of(new GitCommit(hash, ended(difference) && difference.exitValue() == 1));
        } catch (IOException e) {
            return Optional.empty(); // There is no Git.
        }
    }

    private static Process git(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static boolean ended(Process process) {
        try {
            if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }
}
