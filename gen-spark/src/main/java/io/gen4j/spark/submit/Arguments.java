package io.gen4j.spark.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** Arguments of the form {@code --name value}. Each one is taken once; those that are left are refused. */
final class Arguments {

    private final Map<String, String> left;
    private final List<String> taken = new ArrayList<>();

    private Arguments(Map<String, String> given) {
        this.left = given;
    }

    /** @throws IllegalArgumentException if a name has no value, or comes twice */
    static Arguments parse(List<String> arguments) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.matches("--[a-z][a-z-]*")) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is no argument: they have the form --name value, such as --out model");
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " has no value");
            }
            if (given.put(name, arguments.get(i + 1)) != null) {
                throw new IllegalArgumentException(name + " comes twice");
            }
        }
        return new Arguments(given);
    }

    /** @throws IllegalArgumentException if it is missing */
    String required(String name) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    Optional<String> optional(String name) {
        taken.add(name);
        return Optional.ofNullable(left.remove(name));
    }

    /** @throws IllegalArgumentException if the value is no whole number */
    long number(String name, long otherwise) {
        return optional(name).map(value -> number(name, value)).orElse(otherwise);
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is \"" + value + "\": must be a whole number", e);
        }
    }

    /** Sets the parameters of a stage: {@code --label-col} sets {@code labelCol}. */
    void setParameters(Params stage) {
        for (Param<?> parameter : stage.params()) {
            String name = "--" + parameter.name().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            optional(name).ifPresent(value -> set(stage, parameter, name, value));
        }
    }

    /** As {@link #setParameters}, as a map for another stage of the same name. */
    ParamMap parameters(Params stage) {
        setParameters(stage);
        return stage.extractParamMap();
    }

    private static void set(Params stage, Param<?> parameter, String name, String value) {
        if (parameter instanceof IntParam) {
            long number = number(name, value);
            if (number != (int) number) {
                throw new IllegalArgumentException(name + " is " + value + ": is too large");
            }
            stage.set(parameter.name(), (int) number);
        } else if (parameter instanceof LongParam) {
            stage.set(parameter.name(), number(name, value));
        } else if (parameter instanceof StringArrayParam) {
            stage.set(parameter.name(), value.split(",", -1));
        } else if (parameter instanceof DoubleParam) {
            throw new IllegalStateException(parameter.name() + " is a number with a fraction, which no stage has yet");
        } else {
            stage.set(parameter.name(), value);
        }
    }

    /** @throws IllegalArgumentException if an argument was not taken */
    void requireNoOthers() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("there is no argument "
                    + left.keySet().iterator().next() + ": the verb has "
                    + String.join(", ", new TreeSet<>(taken)));
        }
    }
}
