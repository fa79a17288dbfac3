/**
 * The conditional generative adversarial network (Mirza and Osindero 2014).
 *
 * <pre>{@code
 * import io.gen4j.cgan.ConditionalGan;
 * import io.gen4j.data.synthetic.SyntheticDigits;
 * import io.gen4j.image.Png;
 * import java.nio.file.Path;
 *
 * public class DrawEight {
 *     public static void main(String[] arguments) throws Exception {
 *         try (ConditionalGan cgan = ConditionalGan.builder().epochs(1).build()) {
 *             cgan.fit(SyntheticDigits.draw(1000, 1));
 *             Png.write(Path.of("eight.png"), cgan.draw("8", 1));
 *         }
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.gen4j.cgan;

import org.jspecify.annotations.NullMarked;
