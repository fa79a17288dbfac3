package io.gen4j.data.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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

    /**
     * The name of bytes that do not tell their character set: UTF-8, or else another set. In the other set each byte has a
     * character of its own, so that no two names become one.
     */
    static String decoded(byte[] name, Charset other) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(name, other);
        }
    }

    /** Whether a step of the path belongs to a system or a tool. */
    static boolean isSystem(String path) {
        return Arrays.stream(path.split("/")).anyMatch(FolderSource::isSystem);
    }
}
