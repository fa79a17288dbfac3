package io.gen4j.dcgan;

import io.gen4j.DeviceSteps;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.data.ImageShape;
import java.util.Map;

/** The convolutional GAN at a sixteenth of its channels: the operations are those of the usual size. */
class DeviceStepsTest extends DeviceSteps {

    @Override
    protected Map<GenerativeModel, Integer> operations() {
        DcganConfig config = DcganConfig.builder().features(4).build();
        ImageSpec spec = new ImageSpec(new ImageShape(1, 64, 64), ImageSpec.MNIST.labelNames());
        return Map.of(onDevice(() -> new Dcgan(config, spec)), 276);
    }
}
