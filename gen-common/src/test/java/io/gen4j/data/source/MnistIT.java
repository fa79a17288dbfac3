package io.gen4j.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** MNIST itself, from the cache. */
class MnistIT {

    @Test
    @Tag("mnist")
    void isTheMnistThatEverybodyKnows() throws IOException {
        DataCache cache = DataCache.of(System.getenv());
        assumeTrue(Files.isDirectory(cache.folder("mnist")), () -> "no MNIST in " + cache.folder("mnist"));

        ImageDataset train = Mnist.MNIST.load(DataSplit.TRAIN, cache, DownloadProgress.NONE);
        ImageDataset test = Mnist.MNIST.load(DataSplit.TEST, cache, DownloadProgress.NONE);

        assertEquals(60_000, train.size());
        assertEquals(10_000, test.size());
        assertEquals(new ImageShape(1, 28, 28), train.shape());
        assertEquals("mnist train", train.name());
        assertEquals(List.of(5, 0, 4, 1, 9), firstLabels(train));
        assertEquals(List.of(7, 2, 1, 0, 4), firstLabels(test));
    }

    private static List<Integer> firstLabels(ImageDataset data) {
        return IntStream.range(0, 5).map(data::label).boxed().toList();
    }
}
