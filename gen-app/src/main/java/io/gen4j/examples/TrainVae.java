package io.gen4j.examples;

import io.gen4j.TrainingListener;
import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.DataUnavailableException;
import io.gen4j.data.source.Mnist;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.image.Png;
import io.gen4j.vae.Vae;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a VAE on MNIST, or on synthetic digits if MNIST is not available. Draws 64 digits and saves the model. */
public final class TrainVae {

    private TrainVae() {}

    /** @param arguments the directory to write to; by default, the current one */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments.length == 0 ? "." : arguments[0]);
        ImageDataset digits = digits();
        try (Vae vae = Vae.builder().epochs(3).build()) {
            vae.fit(digits, TrainingListener.onEpoch((epoch, mean) -> System.out.println(epoch + ": " + mean)));
            try (INDArray images = vae.sample(64)) {
                Png.write(directory.resolve("vae.png"), vae.grid(images, 8));
            }
            vae.save(directory.resolve("vae.zip"));
        }
    }

    private static ImageDataset digits() throws IOException {
        try {
            return Mnist.MNIST.load(DataSplit.TRAIN);
        } catch (DataUnavailableException e) {
            System.out.println("training on synthetic digits, as MNIST is not available: " + e.getMessage());
            return SyntheticDigits.draw(60_000, 1);
        }
    }
}
