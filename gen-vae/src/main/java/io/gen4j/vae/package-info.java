/**
 * The plain and the variational autoencoder (Kingma and Welling 2014), with the variants of the latter. Use it to
 * generate, encode and reconstruct images.
 *
 * <pre>{@code
 * import io.gen4j.data.ImageDataset;
 * import io.gen4j.data.synthetic.SyntheticDigits;
 * import io.gen4j.image.Png;
 * import io.gen4j.vae.Vae;
 * import java.nio.file.Path;
 * import org.nd4j.linalg.api.ndarray.INDArray;
 *
 * public class Between {
 *     public static void main(String[] arguments) throws Exception {
 *         ImageDataset digits = SyntheticDigits.draw(2000, 1);
 *         try (Vae vae = Vae.builder().latent(10).epochs(2).build()) {
 *             vae.fit(digits);
 *             try (INDArray means = vae.encode(vae.batches(digits).first(2));
 *                     INDArray middle = vae.generate(means.mean(true, 0))) {
 *                 Png.write(Path.of("between.png"), vae.grid(middle, 1));
 *             }
 *         }
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.gen4j.vae;

import org.jspecify.annotations.NullMarked;
