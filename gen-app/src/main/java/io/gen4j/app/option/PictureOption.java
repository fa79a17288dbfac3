package io.gen4j.app.option;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for one picture, and for the files that lie beside it. */
public final class PictureOption {

    private static final String ENDING = ".png";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--out", paramLabel = "FILE.png", description = "The picture; default ${COMMAND-NAME}.png.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace existing files.")
    private boolean force;

    /** The picture. */
    public Path file() {
        return out == null ? Path.of(command.name() + ENDING) : out;
    }

    /** A file beside the picture with the same name and another ending, such as {@code .gif}. */
    public Path beside(String ending) {
        String name = file().getFileName().toString();
        return file().resolveSibling(name.substring(0, name.length() - ENDING.length()) + ending);
    }

    /** Refuses an output that cannot be written, before the work starts. */
    public void check(String... endingsBeside) throws IOException {
        if (!file().getFileName().toString().matches("(?i).+\\.png")) {
            throw new IllegalArgumentException("--out is " + file() + ": must end in .png");
        }
        check(file());
        for (String ending : endingsBeside) {
            check(beside(ending));
        }
    }

    private void check(Path file) throws IOException {
        NewFile.requireUnlessForced(file, force);
    }
}
