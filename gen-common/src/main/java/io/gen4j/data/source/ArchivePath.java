package io.gen4j.data.source;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names in archives, as paths from the archive's root. They only name labels: nothing is ever written where they lead. */
final class ArchivePath {

    private ArchivePath() {}

    /** With slashes, without empty steps and steps that stay or go up. */
    static String of(String name) {
        return Arrays.stream(name.replace('\\', '/').split("/"))
                .filter(step -> !step.isEmpty() && !step.equals(".") && !step.equals(".."))
                .collect(Collectors.joining("/"));
    }

    /** Whether a step of the path belongs to a system or a tool. */
    static boolean isSystem(String path) {
        return Arrays.stream(path.split("/")).anyMatch(FolderSource::isSystem);
    }
}
