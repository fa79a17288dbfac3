import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.IdxFile;
import io.gen4j.data.synthetic.SyntheticDigits;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes synthetic digits as IDX files: java -cp gen-spark-….jar Digits.java DIRECTORY COUNT */
class Digits {
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        ImageDataset digits = SyntheticDigits.draw(Integer.parseInt(arguments[1]), 7);
        int size = digits.shape().size();
        byte[] pixels = new byte[digits.size() * size];
        byte[] labels = new byte[digits.size()];
        for (int i = 0; i < digits.size(); i++) {
            digits.copyPixels(i, pixels, i * size);
            labels[i] = (byte) digits.label(i);
        }
        IdxFile.of(pixels, digits.size(), digits.shape().height(), digits.shape().width())
                .replace(directory.resolve("train-images-idx3-ubyte"));
        IdxFile.of(labels, digits.size()).replace(directory.resolve("train-labels-idx1-ubyte"));
    }
}
