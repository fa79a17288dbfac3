package io.gen4j.examples;

import io.gen4j.data.DataCache;
import io.gen4j.data.DataSplit;
import io.gen4j.data.DownloadProgress;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.Mnist;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import io.gen4j.model.ImageSpec;
import io.gen4j.train.Metrics;
import io.gen4j.train.TrainingListener;
import io.gen4j.vae.Vae;
import io.gen4j.vae.VaeConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a VAE on MNIST for three epochs, draws 64 digits with it and saves it. */
public final class TrainVae {

    private TrainVae() {}

    /** @param arguments one: the directory to write to; the current one without it */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments.length == 0 ? "." : arguments[0]);
        ImageDataset digits = Mnist.MNIST.load(DataSplit.TRAIN, DataCache.of(System.getenv()), DownloadProgress.NONE);
        try (Vae vae = new Vae(VaeConfig.builder().epochs(3).build(), ImageSpec.of(digits))) {
            vae.fit(digits, new TrainingListener() {
                @Override
                public void epochEnded(int epoch, Metrics mean) {
                    System.out.println("epoch " + epoch + ": " + mean);
                }
            });
            try (INDArray images = vae.sample(64)) {
                Png.write(directory.resolve("vae.png"), ImageGrid.of(images, digits.shape(), vae.pixelRange(), 8));
            }
            vae.save(directory.resolve("vae.zip"));
        }
    }
}
