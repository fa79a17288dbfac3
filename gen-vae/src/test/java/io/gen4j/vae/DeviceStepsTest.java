package io.gen4j.vae;

import io.gen4j.DeviceSteps;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import java.util.Map;

class DeviceStepsTest extends DeviceSteps {

    @Override
    protected Map<GenerativeModel, Integer> operations() {
        return Map.of(
                onDevice(() -> new Vae(VaeConfig.DEFAULTS, ImageSpec.MNIST)), 49,
                onDevice(() -> new Autoencoder(AutoencoderConfig.DEFAULTS, ImageSpec.MNIST)), 32);
    }
}
