package io.gen4j.nn.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {

    @AfterEach
    void forget() {
        System.clearProperty(Engine.PROPERTY);
    }

    @Test
    void thePropertyChooses() {
        System.setProperty(Engine.PROPERTY, "nd4j");
        assertEquals(Engine.ND4J, Engine.current());
        assertTrue(Engine.choice().reason().contains(Engine.PROPERTY));
        System.setProperty(Engine.PROPERTY, "HOST");
        assertEquals(Engine.HOST, Engine.current());
    }

    @Test
    void anotherNameIsRefusedInOneLine() {
        System.setProperty(Engine.PROPERTY, "cuda");
        assertEquals(
                "gen4j.engine is cuda: must be host or nd4j",
                assertThrows(IllegalArgumentException.class, Engine::current).getMessage());
    }
}
