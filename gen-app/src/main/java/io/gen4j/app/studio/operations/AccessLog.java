package io.gen4j.app.studio.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The access log, with one JSON object per answered request: {@code time}, {@code remote}, {@code method}, {@code
 * path}, {@code status} and {@code millis}. It omits queries, since they may contain a token.
 */
public final class AccessLog implements AutoCloseable {

    /** A log that writes nothing. */
    public static final AccessLog NONE = new AccessLog(null);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable PrintStream out;

    private AccessLog(@Nullable PrintStream out) {
        this.out = out;
    }

    /**
     * Opens a log that appends to a file.
     *
     * @throws IOException if the file cannot be written
     */
    public static AccessLog to(Path file) throws IOException {
        return new AccessLog(new PrintStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true,
                StandardCharsets.UTF_8));
    }

    void write(Context context, double millis) {
        if (out == null) {
            return;
        }
        ObjectNode line = JSON.createObjectNode();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("remote", context.ip());
        line.put("method", context.method().name());
        line.put("path", context.path());
        line.put("status", context.statusCode());
        line.put("millis", Math.round(millis * 10) / 10.0);
        out.println(line);
    }

    @Override
    public void close() {
        if (out != null) {
            out.close();
        }
    }
}
