package io.gen4j.app.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;

/** Reads what a request sends: JSON of a bounded length, with the fields that it may have and no other. */
final class JsonBody {

    static final int MAX_BYTES = 4 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private JsonBody() {}

    /** Problems are thrown as the answers that they are. */
    static <T> T read(Context context, Class<T> type) throws IOException {
        // A page from elsewhere cannot send this type without being asked first by the browser.
        if (!String.valueOf(context.contentType()).matches("(?i)application/json(\\s*;.*)?")) {
            throw new UnsupportedMediaTypeResponse("send JSON, with Content-Type: application/json");
        }
        byte[] body = readBounded(context);
        try {
            T value = JSON.readValue(body, type);
            if (value == null) {
                throw new BadRequestResponse("the body is null: must be an object");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new BadRequestResponse(reason(e));
        }
    }

    private static byte[] readBounded(Context context) throws IOException {
        try (InputStream in = context.bodyInputStream()) {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new ContentTooLargeResponse("the body is longer than " + MAX_BYTES + " bytes");
            }
            return body;
        }
    }

    private static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof IllegalArgumentException refused) {
            return refused.getMessage();
        }
        String where = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        String problem = e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
        return (where.isEmpty() ? "the body" : where) + ": " + problem;
    }
}
