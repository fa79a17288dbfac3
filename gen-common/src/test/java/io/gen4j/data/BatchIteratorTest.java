package io.gen4j.data;

import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.Batches.LastBatch;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BatchIteratorTest {

    @Test
    void givesEveryImageOnceWithItsLabel() {
        List<Integer> seen = new ArrayList<>();
        try (BatchIterator epoch = batches(103, 10, LastBatch.KEEP).epoch(0, 0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                int[] numbers = NumberedImages.numbers(batch.images());
                assertEquals(epoch.hasNext() ? 10 : 3, batch.size());
                for (int i = 0; i < numbers.length; i++) {
                    assertEquals(numbers[i] % 3, batch.labels()[i]);
                    assertEquals(255 - numbers[i], Math.round(batch.images().getFloat(i, 1) * 255));
                    seen.add(numbers[i]);
                }
            }
        }
        assertEquals(
                IntStream.range(0, 103).boxed().toList(), seen.stream().sorted().toList());
    }

    @Test
    void dropsWhatDoesNotFillABatch() {
        List<int[]> batches = read(batches(103, 10, LastBatch.DROP), 0, 0);
        assertEquals(10, batches.size());
        batches.forEach(batch -> assertEquals(10, batch.length));
        assertEquals(
                100, batches.stream().flatMapToInt(IntStream::of).distinct().count());
    }

    @Test
    void aBatchLargerThanTheDataHoldsAllOfIt() {
        List<int[]> batches = read(batches(5, 64, LastBatch.KEEP), 0, 0);
        assertEquals(1, batches.size());
        assertEquals(5, batches.get(0).length);
    }

    @Test
    void theSameSeedGivesTheSameBatches() {
        assertSameBatches(read(batches(50, 7, LastBatch.KEEP), 2, 0), read(batches(50, 7, LastBatch.KEEP), 2, 0));
    }

    @ParameterizedTest
    @EnumSource
    void startsAnywhereWithTheTailOfTheSameEpoch(LastBatch last) {
        Batches batches = batches(45, 7, last);
        List<int[]> whole = read(batches, 3, 0);
        for (int first = 0; first <= batches.perEpoch(); first++) {
            assertSameBatches(whole.subList(first, whole.size()), read(batches, 3, first));
        }
    }

    @Test
    void countsItsPositionFromTheEpochsStart() {
        try (BatchIterator epoch = batches(50, 10, LastBatch.KEEP).epoch(0, 3)) {
            assertEquals(3, epoch.position());
            epoch.next();
            assertEquals(4, epoch.position());
            epoch.next();
            assertFalse(epoch.hasNext());
            assertFails(NoSuchElementException.class, epoch::next, "epoch 0 has 5 batches");
        }
    }

    /** Long after the thread that reads ahead has filled every array it may. */
    @Test
    void aBatchStaysUntilTheNextButOne() throws InterruptedException {
        Batches batches = batches(200, 10, LastBatch.KEEP);
        List<int[]> expected = read(batches, 0, 0);
        try (BatchIterator epoch = batches.epoch(0, 0)) {
            Batch previous = epoch.next();
            for (int i = 1; epoch.hasNext(); i++) {
                Batch current = epoch.next();
                Thread.sleep(2);
                assertArrayEquals(expected.get(i - 1), NumberedImages.numbers(previous.images()));
                assertArrayEquals(expected.get(i), NumberedImages.numbers(current.images()));
                previous = current;
            }
        }
    }

    @Test
    void closingInTheMiddleStopsTheThreadAndReleasesTheArrays() {
        int epochNumber = 987_654;
        BatchIterator epoch = batches(200, 10, LastBatch.KEEP).epoch(epochNumber, 0);
        INDArray first = epoch.next().images();
        INDArray second = epoch.next().images();
        assertFalse(first.wasClosed());

        epoch.close();
        epoch.close();

        assertTrue(first.wasClosed() && second.wasClosed(), "arrays are released");
        assertFalse(epoch.hasNext());
        assertFails(IllegalStateException.class, epoch::next, "epoch " + epochNumber, "closed");
        assertFalse(
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().contains("epoch " + epochNumber)),
                "its thread is gone");
    }

    @Test
    @SuppressWarnings("try") // closing is all that the scope is for
    void batchesOutliveTheCallersWorkspace() {
        Batches batches = batches(20, 10, LastBatch.KEEP);
        try (MemoryWorkspace scope = Nd4j.getWorkspaceManager().getAndActivateWorkspace("BatchIteratorTest");
                BatchIterator epoch = batches.epoch(0, 0)) {
            assertFalse(epoch.next().images().isAttached());
            assertFalse(batches.of(1).images().isAttached());
        }
    }

    @Test
    void saysWhyABatchCannotBeMadeAndSaysItAgain() {
        IllegalArgumentException broken = new IllegalArgumentException("broken disk");
        Batches batches = batches(after(10, () -> {
            throw broken;
        }));
        try (BatchIterator epoch = batches.epoch(4, 0)) {
            epoch.next();
            for (int i = 0; i < 2; i++) {
                IllegalStateException e = assertThrows(IllegalStateException.class, epoch::next);
                assertSame(broken, e.getCause());
                assertTrue(
                        e.getMessage().startsWith("batch 2 of epoch 4 of numbered cannot be made")
                                && e.getMessage().contains("broken disk"),
                        e.getMessage());
            }
        }
    }

    @Test
    void anErrorStaysAnError() {
        AssertionError broken = new AssertionError("broken");
        Batches batches = batches(after(10, () -> {
            throw broken;
        }));
        try (BatchIterator epoch = batches.epoch(0, 0)) {
            assertSame(broken, assertThrows(AssertionError.class, () -> {
                epoch.next();
                epoch.next();
            }));
        }
    }

    @Test
    void canBeInterruptedWhileItWaitsAndThenClosed() {
        CountDownLatch never = new CountDownLatch(1);
        Batches batches = batches(after(0, () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        try (BatchIterator epoch = batches.epoch(0, 0)) {
            Thread.currentThread().interrupt();
            ReadInterruptedException e = assertThrows(ReadInterruptedException.class, epoch::next);
            assertEquals(InterruptedException.class, e.getCause().getClass());
            assertTrue(Thread.interrupted(), "still marked as interrupted");
        }
    }

    private static Batches batches(int images, int batchSize, LastBatch last) {
        return new Batches(NumberedImages.of(images), batchSize, PixelRange.UNIT, 42, last);
    }

    private static Batches batches(ImageDataset data) {
        return new Batches(data, 10, PixelRange.UNIT, 42, LastBatch.KEEP);
    }

    private static List<int[]> read(Batches batches, int number, int firstBatch) {
        List<int[]> read = new ArrayList<>();
        try (BatchIterator epoch = batches.epoch(number, firstBatch)) {
            epoch.forEachRemaining(batch -> read.add(NumberedImages.numbers(batch.images())));
        }
        return read;
    }

    private static void assertSameBatches(List<int[]> expected, List<int[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i));
        }
    }

    /** Numbered images of which the first so many can be read; then each reading does this first. */
    private static ImageDataset after(int readable, Runnable hindrance) {
        AtomicInteger read = new AtomicInteger();
        ImageDataset data = NumberedImages.of(50);
        return (ImageDataset) Proxy.newProxyInstance(
                ImageDataset.class.getClassLoader(),
                new Class<?>[] {ImageDataset.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("copyPixels") && read.incrementAndGet() > readable) {
                        hindrance.run();
                    }
                    return method.invoke(data, arguments);
                });
    }

    /** Data sets of other authors may catch an interrupt and forget it. */
    @Test
    @Timeout(30)
    void closesADataSetThatSwallowsInterrupts() {
        ImageDataset images = NumberedImages.of(100);
        ImageDataset swallowing = new SwallowingImages(images);
        Batches batches = new Batches(swallowing, 10, PixelRange.UNIT, 1, LastBatch.KEEP);
        for (int read = 0; read < 5; read++) {
            try (BatchIterator epoch = batches.epoch(0, 0)) {
                for (int i = 0; i < read; i++) {
                    epoch.next();
                }
            }
        }
    }

    /** Clears the interrupt flag at each image. */
    private record SwallowingImages(ImageDataset images) implements ImageDataset {

        @Override
        public void copyPixels(int index, byte[] target, int offset) {
            images.copyPixels(index, target, offset);
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }

        @Override
        public String name() {
            return images.name();
        }

        @Override
        public ImageShape shape() {
            return images.shape();
        }

        @Override
        public int size() {
            return images.size();
        }

        @Override
        public int label(int index) {
            return images.label(index);
        }

        @Override
        public List<String> labelNames() {
            return images.labelNames();
        }

        @Override
        public String checksum() {
            return images.checksum();
        }

        @Override
        public ImageDataset limit(int count) {
            return new SwallowingImages(images.limit(count));
        }
    }
}
