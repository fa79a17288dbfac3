package io.gen4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ModelConfigsTest {

    enum Colour {
        DARK_RED,
        BLUE
    }

    record Paint(Colour colour, boolean glossy, double thickness) {
        Paint {
            if (thickness < 0) {
                throw new IllegalArgumentException("thickness is " + thickness + ": must be at least 0");
            }
        }
    }

    record Config(int epochs, int batchSize, Paint paint, long seed) implements ModelConfig {}

    record Twice(int epochs, int batchSize, long seed, Seeded other) implements ModelConfig {}

    record Seeded(long seed) {}

    private static final Config BASE = new Config(1, 2, new Paint(Colour.DARK_RED, false, 0.5), 3);

    @Test
    void setsTheSettingsOfARecordBesideTheOthers() {
        assertEquals(
                "{\"epochs\":1,\"batchSize\":2,\"colour\":\"dark-red\",\"glossy\":false,\"thickness\":0.5,\"seed\":3}",
                ModelConfigs.toJson(BASE).toString());
    }

    @Test
    void readsWhatItWrites() {
        Config other = new Config(9, 8, new Paint(Colour.BLUE, true, 7), 6);
        assertEquals(other, ModelConfigs.with(BASE, ModelConfigs.toJson(other)));
    }

    @Test
    void changesWhatIsNamedAlone() {
        assertEquals(
                new Config(1, 5, new Paint(Colour.BLUE, true, 0.5), 3),
                with("{\"batchSize\": 5, \"glossy\": true, \"colour\": \"Blue\"}"));
        assertEquals(BASE, with("{\"colour\": \"DARK_RED\", \"glossy\": \"false\"}"));
    }

    @Test
    void saysWhatCannotBe() {
        assertRefused("colour is green: must be one of dark-red, blue", "{\"colour\": \"green\"}");
        assertRefused("thickness is -1.0: must be at least 0", "{\"thickness\": -1}");
        assertRefused("thickness: ", "{\"thickness\": \"much\"}");
        assertRefused(
                "there is no setting \"paint\": the settings are epochs, batchSize, colour, glossy, thickness, seed",
                "{\"paint\": 3}");
        assertRefused("there is no setting \"gloss\"", "{\"gloss\": true}");
    }

    @Test
    void twoSettingsOfOneNameAreAMistake() {
        assertThrows(IllegalStateException.class, () -> ModelConfigs.toJson(new Twice(1, 2, 3, new Seeded(4))));
    }

    private static Config with(String json) {
        try {
            return ModelConfigs.with(BASE, new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(String reason, String json) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> with(json)).getMessage();
        assertTrue(message.startsWith(reason), message);
    }
}
