/**
 * The deep convolutional generative adversarial network (Radford, Metz and Chintala 2016).
 *
 * <pre>{@code
 * import io.gen4j.data.ImageDataset;
 * import io.gen4j.data.synthetic.SyntheticDigits;
 * import io.gen4j.dcgan.Dcgan;
 * import io.gen4j.image.Png;
 * import io.gen4j.ImageSpec;
 * import java.nio.file.Path;
 *
 * public class SmallDcgan {
 *     public static void main(String[] arguments) throws Exception {
 *         ImageDataset digits = SyntheticDigits.draw(256, 1).resized(32);
 *         try (Dcgan dcgan = Dcgan.builder(ImageSpec.of(digits)).features(8).epochs(1).build()) {
 *             dcgan.fit(digits);
 *             Png.write(Path.of("digits.png"), dcgan.grid(dcgan.sample(16), 4));
 *         }
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.gen4j.dcgan;

import org.jspecify.annotations.NullMarked;
