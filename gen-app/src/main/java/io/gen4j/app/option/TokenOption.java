package io.gen4j.app.option;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the studio's token. Without one of them, the environment may name it. */
public final class TokenOption {

    /** The variable that may hold the token. */
    public static final String VARIABLE = "GEN_STUDIO_TOKEN";

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description = "What visitors must know, at least 16 characters. Other users of this machine can see it in "
                    + "the list of processes: prefer --token-file, or the variable " + VARIABLE + ".")
    private @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file that holds the token in its first line.")
    private @Nullable Path file;

    /**
     * The token; null if there is none. An empty variable counts as none.
     *
     * @throws IllegalArgumentException if there are two, or the file holds none
     * @throws IOException if the file cannot be read
     */
    public @Nullable String token(Map<String, String> environment) throws IOException {
        if (token != null && file != null) {
            throw new IllegalArgumentException("--token and --token-file are both given: leave one out");
        }
        if (file != null) {
            return firstLine(file);
        }
        String variable = environment.getOrDefault(VARIABLE, "").strip();
        return token != null ? token : variable.isEmpty() ? null : variable;
    }

    private static String firstLine(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            if (line == null || line.isBlank()) {
                throw new IllegalArgumentException(
                        "--token-file is " + file + ", whose first line is empty: write the token there");
            }
            return line.strip();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("--token-file is " + file + ", which holds no UTF-8 text", e);
        }
    }
}
