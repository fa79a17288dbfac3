package io.gen4j.app.studio.http;

import io.javalin.http.Context;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A reader of query parameters, as strict as the API's document. */
public final class QueryParameters {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private QueryParameters() {}

    /** A whole number, or the default if it is not given. */
    public static long whole(Context context, String name, long otherwise, long least, long greatest) {
        @Nullable String text = context.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        if (!WHOLE.matcher(text).matches() || Long.parseLong(text) < least || Long.parseLong(text) > greatest) {
            throw new IllegalArgumentException("%s is \"%s\": it must be a whole number from %d to %d"
                    .formatted(name, shortened(text), least, greatest));
        }
        return Long.parseLong(text);
    }

    /** A decimal number as JSON writes it, or the default if it is not given. */
    public static double number(Context context, String name, double otherwise) {
        @Nullable String text = context.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "%s is \"%s\": it must be a decimal number, such as 2.5".formatted(name, shortened(text)));
        }
        return Double.parseDouble(text);
    }

    /** Shortens a long text for a message. */
    public static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
