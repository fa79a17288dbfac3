package io.gen4j.app.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An answer with JSON, or with 304 if the client already has the same content. */
public final class Answer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answer() {}

    /** Answers with a value, under an entity tag that changes with it. */
    public static void send(Context context, Object value) {
        try {
            send(context, ContentType.JSON, JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON", e);
        }
    }

    /** As {@link #send(Context, Object)}, for bytes of another type. */
    public static void send(Context context, String type, byte[] body) {
        String tag = tag(body);
        context.header(Header.ETAG, tag);
        if (matches(context.header(Header.IF_NONE_MATCH), tag)) {
            context.status(HttpStatus.NOT_MODIFIED);
        } else {
            context.contentType(type).result(body);
        }
    }

    /** Weak, since the bytes differ with compression. */
    private static String tag(byte[] body) {
        CRC32C sum = new CRC32C();
        sum.update(body);
        return "W/\"%08x-%x\"".formatted(sum.getValue(), body.length);
    }

    private static boolean matches(@Nullable String given, String tag) {
        if (given == null) {
            return false;
        }
        String opaque = tag.substring("W/".length());
        for (String each : given.split(",")) {
            String trimmed = each.trim();
            if (trimmed.equals("*") || trimmed.equals(tag) || trimmed.equals(opaque)) {
                return true;
            }
        }
        return false;
    }
}
