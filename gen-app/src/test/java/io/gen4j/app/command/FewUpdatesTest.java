package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.ModelConfigs;
import io.gen4j.Preset;
import io.gen4j.dcgan.DcganConfig;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FewUpdatesTest {

    private static final Preset<DcganConfig> BEST = new Preset<>("best", "the best", DcganConfig.BEST, 28);

    @Test
    void advisesMoreEpochsOnSmallData() {
        String advice = FewUpdates.advice(DcganConfig.BEST, BEST, 1_906).orElseThrow();
        assertEquals(
                "14 epochs of 1,906 images are 406 updates; the preset's figures took 13,118: --epochs 452 for as many",
                advice);
    }

    @Test
    void trustsEnoughUpdates() {
        assertEquals(Optional.empty(), FewUpdates.advice(DcganConfig.BEST, BEST, 60_000));
        assertEquals(Optional.empty(), FewUpdates.advice(DcganConfig.BEST, BEST, 16_000));
        DcganConfig longer = ModelConfigs.with(
                DcganConfig.BEST, new ObjectMapper().createObjectNode().put("epochs", 200));
        assertEquals(Optional.empty(), FewUpdates.advice(longer, BEST, 1_906));
    }

    @Test
    void saysNothingOfOtherPresets() {
        Preset<DcganConfig> quick = new Preset<>("quick", "minutes", DcganConfig.QUICK, 28);
        assertEquals(Optional.empty(), FewUpdates.advice(DcganConfig.QUICK, quick, 10));
    }

    @Test
    void countsSmallAndHugeData() {
        assertTrue(FewUpdates.advice(DcganConfig.BEST, BEST, 1).orElseThrow().contains("14 updates"));
        assertEquals(Optional.empty(), FewUpdates.advice(DcganConfig.BEST, BEST, Integer.MAX_VALUE));
        DcganConfig endless = ModelConfigs.with(
                DcganConfig.BEST,
                new ObjectMapper().createObjectNode().put("epochs", 1_000_000).put("batchSize", 2));
        assertEquals(Optional.empty(), FewUpdates.advice(endless, BEST, Integer.MAX_VALUE));
    }
}
