package io.gen4j.dcgan;

import io.gen4j.ExactResume;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import java.util.Map;
import java.util.function.Function;

class ResumeTest extends ExactResume {

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        return Map.of(
                "dcgan", spec -> new Dcgan(small(DcganConfig.builder()).build(), spec),
                "dcgan with labels",
                        spec -> new ConditionalDcgan(
                                small(DcganConfig.conditionalBuilder()).build(), spec));
    }

    private static DcganConfig.Builder<DcganConfig> small(DcganConfig.Builder<DcganConfig> builder) {
        return builder.latent(3).features(4).batchSize(8).epochs(2);
    }
}
