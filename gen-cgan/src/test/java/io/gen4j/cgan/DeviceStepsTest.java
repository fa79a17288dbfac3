package io.gen4j.cgan;

import io.gen4j.DeviceSteps;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import java.util.Map;

class DeviceStepsTest extends DeviceSteps {

    @Override
    protected Map<GenerativeModel, Integer> operations() {
        return Map.of(onDevice(() -> new ConditionalGan(ConditionalGanConfig.DEFAULTS, ImageSpec.MNIST)), 135);
    }
}
