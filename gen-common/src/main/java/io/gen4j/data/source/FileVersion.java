package io.gen4j.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A text that changes when a file's size or time of change does: its content need not be read. */
final class FileVersion {

    private FileVersion() {}

    static String of(Path file) throws IOException {
        return of(Files.readAttributes(file, BasicFileAttributes.class));
    }

    static String of(BasicFileAttributes attributes) {
        return attributes.size() + " " + attributes.lastModifiedTime().toMillis();
    }
}
