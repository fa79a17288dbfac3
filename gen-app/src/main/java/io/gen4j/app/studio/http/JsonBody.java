package io.gen4j.app.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.io.IOException;

/** A reader of request bodies: JSON of bounded length, with known fields of the declared types only. */
public final class JsonBody {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(config -> config.setAcceptBlankAsEmpty(false)
                    .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private JsonBody() {}

    /**
     * Reads the body as a value.
     *
     * @throws BadRequestResponse if the body is not a value of this type
     * @throws UnsupportedMediaTypeResponse if the content type is not JSON
     */
    public static <T> T read(Context context, Class<T> type) throws IOException {
        // A page of another site cannot send this type unless the browser asks the studio first.
        if (!String.valueOf(context.contentType()).matches("(?i)application/json(\\s*;.*)?")) {
            throw new UnsupportedMediaTypeResponse("send JSON, with Content-Type: application/json");
        }
        byte[] body = BoundedBody.read(context);
        try {
            T value = JSON.readValue(body, type);
            if (value == null) {
                throw new BadRequestResponse("the body is null: it must be an object");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new BadRequestResponse(JsonFault.describe(e));
        }
    }
}
