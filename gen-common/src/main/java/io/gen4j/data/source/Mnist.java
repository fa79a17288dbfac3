package io.gen4j.data.source;

import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * MNIST and Fashion-MNIST, downloaded once and then read from the {@link DataCache}. Use them for first experiments and for
 * comparisons with papers. Each has 60,000 training images and 10,000 test images, grey, 28 x 28, with ten labels. Each of
 * the four IDX files is checked against the SHA-256 of its uncompressed content at every reading.
 *
 * <pre>{@code
 * ImageDataset digits = Mnist.MNIST.load(DataSplit.TRAIN);
 * }</pre>
 */
public enum Mnist {
    /** Handwritten digits (LeCun, Bottou, Bengio and Haffner 1998), labelled "0" to "9". */
    MNIST(
            "mnist",
            IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
            List.of(
                    "https://storage.googleapis.com/cvdf-datasets/mnist/",
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    "https://raw.githubusercontent.com/fgnt/mnist/master/"),
            Map.of(
                    "train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    "train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    "t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    "t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),

    /** Articles of clothing (Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747). */
    FASHION_MNIST(
            "fashion-mnist",
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot"),
            List.of(
                    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            Map.of(
                    "train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                    "train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                    "t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                    "t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

    private final IdxSource source;

    Mnist(String id, List<String> labelNames, List<String> mirrors, Map<String, String> checksums) {
        source = new IdxSource(id, labelNames, mirrors.stream().map(URI::create).toList(), checksums);
    }

    /** {@code mnist} or {@code fashion-mnist}: the sub-folder of the cache, and the first word of the dataset's name. */
    public String id() {
        return source.id();
    }

    /** The ten labels' names. */
    public List<String> labelNames() {
        return source.labelNames();
    }

    /** As {@link #load(DataSplit, DataCache, DownloadProgress)}, from this process's {@link DataCache}, in silence. */
    public ImageDataset load(DataSplit split) throws IOException {
        return load(split, DataCache.of(System.getenv()), DownloadProgress.NONE);
    }

    /**
     * One split: from the cache, or else downloaded into it.
     *
     * @throws DataUnavailableException if a file is not in the cache and no mirror gives it, as on a machine that is
     *     offline
     * @throws InvalidDataException if a file in the cache is truncated, corrupt or another one
     * @throws java.io.InterruptedIOException if this thread is interrupted during a download
     * @throws IOException if reading fails, or a downloaded file cannot be written
     */
    public ImageDataset load(DataSplit split, DataCache cache, DownloadProgress progress) throws IOException {
        return source.load(split, cache, new Download(Duration.ofMillis(500), 64 << 20), progress);
    }
}
