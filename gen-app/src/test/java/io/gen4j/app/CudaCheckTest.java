package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CudaCheckTest {

    @Test
    void withoutTheCudaBackendNothingIsRun() {
        CommandRun run = CommandRun.of("--cuda", "info");
        assertEquals(1, run.exitCode());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count());
        assertTrue(run.err().contains("./gen --cuda"), run.err());
    }

    @Test
    void aBuildForCardsAloneIsKnownByItsBackends() {
        assertTrue(CudaCheck.isForCardsAlone(file -> file.contains("jcublas")));
        assertFalse(CudaCheck.isForCardsAlone(file -> true));
        assertFalse(CudaCheck.isForCardsAlone(file -> file.contains("nativecpu")));
        assertTrue(
                getClass().getClassLoader().getResource("org/nd4j/linalg/cpu/nativecpu/CpuBackend.class") != null,
                "the name of the processor's backend changed");
    }

    @Test
    void helpNeedsNoCard() {
        assertEquals(0, CommandRun.of("train", "vae", "--cuda", "--help").exitCode());
    }
}
