package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Metrics;
import io.gen4j.ModelConfig;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.Trainer;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.nn.device.Engine;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every preset makes a step on the ND4J engine, on a few images. */
class DevicePresetsTest {

    private static final int IMAGES = 4;

    @AfterEach
    void forgetTheEngine() {
        System.clearProperty(Engine.PROPERTY);
    }

    @TestFactory
    Stream<DynamicTest> everyPresetTrains() {
        return ModelFamilies.all().stream().flatMap(DevicePresetsTest::presets);
    }

    private static <C extends ModelConfig> Stream<DynamicTest> presets(ModelFamily<C> family) {
        Stream<Preset<C>> presets = family.presets().isEmpty()
                ? Stream.of(new Preset<>("defaults", "the defaults", family.defaults(), null))
                : family.presets().stream();
        return presets.map(
                preset -> DynamicTest.dynamicTest(family.name() + " " + preset.name(), () -> step(family, preset)));
    }

    private static <C extends ModelConfig> void step(ModelFamily<C> family, Preset<C> preset) {
        System.setProperty(Engine.PROPERTY, Engine.ND4J.text());
        ImageDataset images =
                SyntheticDigits.draw(IMAGES, 3).resized(Objects.requireNonNullElse(preset.imageSize(), 28));
        try (GenerativeModel model = family.create(preset.config(), ImageSpec.of(images));
                Trainer trainer = model.newTrainer()) {
            Batches batches = model.batches(images);
            assertTrue(trainer.readsByIndex(batches));
            Metrics metrics;
            try (BatchIterator epoch = batches.named(1, 0)) {
                metrics = trainer.step(epoch.next());
            }
            for (String name : metrics.names()) {
                assertTrue(Double.isFinite(metrics.value(name)), name + " is " + metrics.value(name));
            }
        }
    }
}
