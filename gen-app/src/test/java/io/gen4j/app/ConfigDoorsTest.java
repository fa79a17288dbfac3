package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.gen4j.ModelConfig;
import io.gen4j.ModelFamilies;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.cgan.ConditionalGan;
import io.gen4j.cgan.ConditionalGanConfig;
import io.gen4j.dcgan.ConditionalDcgan;
import io.gen4j.dcgan.Dcgan;
import io.gen4j.dcgan.DcganConfig;
import io.gen4j.gan.Gan;
import io.gen4j.gan.GanConfig;
import io.gen4j.vae.Autoencoder;
import io.gen4j.vae.AutoencoderConfig;
import io.gen4j.vae.ConditionalVae;
import io.gen4j.vae.Vae;
import io.gen4j.vae.VaeConfig;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every setter of every builder, and every component of every record of settings, found by reflection and given what lies
 * outside its range. Each is refused, and the message names it.
 */
class ConfigDoorsTest {

    private static final List<Double> BAD_NUMBERS = List.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -1.0,
            -Double.MIN_VALUE,
            Double.MAX_VALUE,
            1e300);

    /** Settings for which 0 says that there is none. */
    private static final Set<String> MAY_BE_ZERO =
            Set.of("warmUpSteps", "instanceNoiseSteps", "discriminatorFeatures", "discriminatorConvolutions");

    /** Settings without an upper bound. */
    private static final Set<String> UNBOUNDED = Set.of("instanceNoiseSteps");

    /** The models' builders make models, the others settings. */
    static Stream<Supplier<?>> builders() {
        return Stream.of(
                Vae::builder,
                ConditionalVae::builder,
                Autoencoder::builder,
                Gan::builder,
                ConditionalGan::builder,
                Dcgan::builder,
                ConditionalDcgan::builder,
                VaeConfig::builder,
                VaeConfig::conditionalBuilder,
                AutoencoderConfig::builder,
                GanConfig::builder,
                ConditionalGanConfig::builder,
                DcganConfig::builder,
                DcganConfig::conditionalBuilder,
                AdversarialConfig::builder);
    }

    static Stream<Record> settings() {
        return Stream.of(
                VaeConfig.DEFAULTS,
                AutoencoderConfig.DEFAULTS,
                GanConfig.DEFAULTS,
                ConditionalGanConfig.DEFAULTS,
                DcganConfig.DEFAULTS,
                AdversarialConfig.DEFAULTS);
    }

    @ParameterizedTest
    @MethodSource("builders")
    void buildersRefuseWhatLiesOutsideTheRange(Supplier<?> start) throws ReflectiveOperationException {
        int tried = 0;
        for (Method setter : start.get().getClass().getMethods()) {
            if (setter.getParameterCount() != 1
                    || setter.isBridge()
                    || Modifier.isStatic(setter.getModifiers())
                    || setter.getDeclaringClass() == Object.class) {
                continue;
            }
            for (Object bad : bad(setter.getName(), setter.getParameterTypes()[0])) {
                Object builder = start.get();
                assertRefused(setter.getName(), bad, () -> {
                    setter.invoke(builder, bad);
                    return builder.getClass().getMethod("build").invoke(builder);
                });
                tried++;
            }
        }
        assertTrue(tried > 20, "tried " + tried);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void recordsRefuseWhatLiesOutsideTheRange(Record defaults) throws ReflectiveOperationException {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Constructor<?> constructor = defaults.getClass()
                .getConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getAccessor().invoke(defaults);
        }
        assertEquals(defaults, constructor.newInstance(values));
        for (int i = 0; i < values.length; i++) {
            for (Object bad : bad(components[i].getName(), components[i].getType())) {
                Object[] changed = values.clone();
                changed[i] = bad;
                assertRefused(components[i].getName(), bad, () -> constructor.newInstance(changed));
            }
        }
    }

    @Test
    void everyModelIsHere() {
        assertEquals(
                ModelFamilies.all().stream()
                        .map(family -> family.defaults().getClass())
                        .collect(Collectors.toSet()),
                settings()
                        .filter(each -> each instanceof ModelConfig)
                        .map(Object::getClass)
                        .collect(Collectors.toSet()));
    }

    private static List<Object> bad(String setting, Class<?> type) {
        if (type == int.class) {
            List<Object> bad = new ArrayList<>(List.of(Integer.MIN_VALUE, -1));
            if (!MAY_BE_ZERO.contains(setting)) {
                bad.add(0);
            }
            if (!UNBOUNDED.contains(setting)) {
                bad.add(Integer.MAX_VALUE);
            }
            return bad;
        }
        if (type == double.class) {
            return List.copyOf(BAD_NUMBERS);
        }
        // Every long and every boolean has a meaning.
        return type.isPrimitive() ? List.of() : Collections.singletonList(null);
    }

    private interface Attempt {
        Object make() throws ReflectiveOperationException;
    }

    private static void assertRefused(String setting, Object bad, Attempt attempt) throws ReflectiveOperationException {
        try {
            attempt.make();
            fail(setting + " " + bad + " was accepted");
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            assertTrue(
                    cause instanceof IllegalArgumentException || cause instanceof NullPointerException,
                    () -> setting + " " + bad + ": " + cause);
            assertTrue(letters(String.valueOf(cause.getMessage())).startsWith(letters(setting)), cause::toString);
        }
    }

    /** Messages say "batch size" for {@code batchSize}. */
    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
