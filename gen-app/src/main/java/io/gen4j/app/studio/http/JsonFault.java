package io.gen4j.app.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A message about an invalid body, in terms of the API and not of Java. */
final class JsonFault {

    private static final int MAX_NAME = 60;

    private JsonFault() {}

    static String describe(JsonProcessingException fault) {
        if (fault.getCause() instanceof IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
        if (fault instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return place(unknown) + ": there is no such field; there are " + known;
        }
        if (fault instanceof JsonMappingException mapping) {
            @Nullable
            Class<?> type = mapping instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
            return place(mapping) + ": must be " + kind(type);
        }
        if (String.valueOf(fault.getOriginalMessage()).startsWith("Duplicate field")) {
            return "the body names a field twice";
        }
        return "the body is not JSON"
                + (fault.getLocation() == null
                        ? ""
                        : ", from line %d, column %d on"
                                .formatted(
                                        fault.getLocation().getLineNr(),
                                        fault.getLocation().getColumnNr()));
    }

    private static String place(JsonMappingException fault) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference step : fault.getPath()) {
            if (step.getFieldName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(shortened(step.getFieldName()));
            }
        }
        return place.isEmpty() ? "the body" : place.toString();
    }

    private static String shortened(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "as the API's document says";
        }
        if (type.isEnum()) {
            return "one of the values in the API's document";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number that is not too large";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return type == boolean.class ? "true or false" : "a number";
        }
        if (type == byte[].class) {
            return "a text in base64";
        }
        if (type == String.class) {
            return "a text";
        }
        return type.isArray() || Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
