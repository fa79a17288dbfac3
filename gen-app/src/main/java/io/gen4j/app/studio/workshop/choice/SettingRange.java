package io.gen4j.app.studio.workshop.choice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import java.util.function.DoublePredicate;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The range of a setting, found by asking the settings' own checks: values far from the default are tried, and the limit is
 * looked for between. So there is no second list of ranges.
 *
 * @param least null if there is no limit
 * @param leastOpen whether the limit itself is refused
 * @param greatest null if there is no limit
 * @param greatestOpen whether the limit itself is refused
 */
record SettingRange(
        @Nullable Number least, boolean leastOpen, @Nullable Number greatest, boolean greatestOpen) {

    private static final SettingRange NONE = new SettingRange(null, false, null, false);
    private static final double FAR = 1e9;
    private static final double[] USUAL_LIMITS = {0, 1, -1, 2, 0.5, 10, 100};
    private static final double NEAR = 1e-9;

    /** The range of a setting while all others keep their values. */
    static SettingRange of(ModelConfig base, String setting, Class<?> type) {
        if (type == int.class || type == long.class) {
            long value = ModelConfigs.toJson(base).path(setting).asLong();
            LongPredicate passes =
                    tried -> passes(base, JsonNodeFactory.instance.objectNode().put(setting, tried));
            long lowest = type == int.class ? Integer.MIN_VALUE : Long.MIN_VALUE;
            long highest = type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
            @Nullable Long least = limit(passes, value, lowest);
            @Nullable Long greatest = limit(passes, value, highest);
            return new SettingRange(least, false, greatest, false);
        }
        if (type == double.class || type == float.class) {
            DoublePredicate passes =
                    tried -> passes(base, JsonNodeFactory.instance.objectNode().put(setting, tried));
            @Nullable Double least = passes.test(-FAR) ? null : usual(passes, -1);
            @Nullable Double greatest = passes.test(FAR) ? null : usual(passes, 1);
            return new SettingRange(
                    least, least != null && !passes.test(least), greatest, greatest != null && !passes.test(greatest));
        }
        return NONE;
    }

    private static boolean passes(ModelConfig base, ObjectNode change) {
        try {
            ModelConfigs.with(base, change);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The last value that passes from one that does towards one that may not; null if that passes, too. */
    private static @Nullable Long limit(LongPredicate passes, long good, long end) {
        if (passes.test(end) || !passes.test(good)) {
            return null;
        }
        long passing = good;
        long failing = end;
        while (true) {
            // The sum of two longs may be too large for one.
            long middle = passing / 2 + failing / 2 + (passing % 2 + failing % 2) / 2;
            if (middle == passing || middle == failing) {
                return passing;
            }
            if (passes.test(middle)) {
                passing = middle;
            } else {
                failing = middle;
            }
        }
    }

    /** A usual limit on one side of which values pass and on the other do not; null if none is. */
    private static @Nullable Double usual(DoublePredicate passes, int outwards) {
        for (double limit : USUAL_LIMITS) {
            if (passes.test(limit - outwards * NEAR) && !passes.test(limit + outwards * NEAR)) {
                return limit;
            }
        }
        return null;
    }
}
