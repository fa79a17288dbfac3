/**
 * The generative adversarial network (Goodfellow et al. 2014).
 *
 * <pre>{@code
 * import io.gen4j.data.synthetic.SyntheticDigits;
 * import io.gen4j.gan.Gan;
 * import io.gen4j.image.Png;
 * import io.gen4j.adversarial.AdversarialConfig;
 * import io.gen4j.adversarial.AdversarialLoss;
 * import java.nio.file.Path;
 *
 * public class HingeGan {
 *     public static void main(String[] arguments) throws Exception {
 *         AdversarialConfig game = AdversarialConfig.builder()
 *                 .loss(AdversarialLoss.HINGE)
 *                 .spectralNorm(true)
 *                 .build();
 *         try (Gan gan = Gan.builder().adversarial(game).epochs(1).build()) {
 *             gan.fit(SyntheticDigits.draw(2000, 1));
 *             Png.write(Path.of("digits.png"), gan.grid(gan.sample(64), 8));
 *         }
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.gen4j.gan;

import org.jspecify.annotations.NullMarked;
