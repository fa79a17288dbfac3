package io.gen4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.nn.device.Engine;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.BaseDataBuffer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What crosses between the host and the device in a step of the ND4J engine, counted on the processor. While the step runs,
 * Java cannot reach the memory of any array that an operation writes, so a read or a write of it would fail. Of the other
 * arrays, those whose content the step changed were uploaded.
 */
public abstract class DeviceSteps {

    private static final int MOST_UPLOADS = 2;
    private static final int IMAGES = 700;

    /** Models of the usual sizes, and the number of operations of one of their steps. */
    protected abstract Map<GenerativeModel, Integer> operations();

    @AfterEach
    void forgetTheEngine() {
        System.clearProperty(Engine.PROPERTY);
    }

    /** A model that runs on the ND4J engine. */
    protected static <M extends GenerativeModel> M onDevice(Supplier<M> newModel) {
        System.setProperty(Engine.PROPERTY, Engine.ND4J.text());
        return newModel.get();
    }

    @TestFactory
    Stream<DynamicTest> twoUploadsAndNoDownload() {
        return operations().entrySet().stream()
                .map(model -> DynamicTest.dynamicTest(
                        model.getKey().family(), () -> count(model.getKey(), model.getValue())));
    }

    private static void count(GenerativeModel model, int operations) throws ReflectiveOperationException {
        System.setProperty(Engine.PROPERTY, Engine.ND4J.text());
        ImageDataset images =
                SyntheticDigits.draw(IMAGES, 7).resized(model.spec().shape().width());
        Batches batches = model.batches(images);
        Counter counter = new Counter();
        OpExecutioner own = counter.install();
        try (model;
                Trainer trainer = model.newTrainer()) {
            assertTrue(trainer.readsByIndex(batches), "the data does not fit");
            try (BatchIterator epoch = batches.named(1, 0)) {
                trainer.step(epoch.next());
                counter.operations = 0;
                Memory memory = new Memory(counter);
                Batch second = epoch.next();
                memory.hide();
                memory.assertHidden();
                Metrics metrics;
                try {
                    metrics = trainer.step(second);
                } finally {
                    memory.show();
                }
                assertEquals(operations, counter.operations, "operations");
                int uploads = memory.changed();
                assertTrue(uploads >= 1 && uploads <= MOST_UPLOADS, uploads + " uploads");
                assertTrue(!metrics.isRead(), "the metrics crossed");
                assertTrue(Double.isFinite(metrics.value(0)));
            }
        } finally {
            Counter.install(own);
        }
    }

    /** Counts operations, and notes the buffers that they read and write. */
    private static final class Counter extends NativeOpExecutioner {

        private final Set<DataBuffer> read = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<DataBuffer> written = Collections.newSetFromMap(new IdentityHashMap<>());
        private int operations;

        OpExecutioner install() throws ReflectiveOperationException {
            OpExecutioner before = Nd4j.getExecutioner();
            install(this);
            return before;
        }

        static void install(OpExecutioner executioner) throws ReflectiveOperationException {
            Field field = Nd4j.class.getDeclaredField("OP_EXECUTIONER_INSTANCE");
            field.setAccessible(true);
            field.set(null, executioner);
        }

        @Override
        public INDArray[] exec(CustomOp op) {
            operations++;
            op.inputArguments().forEach(array -> read.add(array.data()));
            op.outputArguments().forEach(array -> written.add(array.data()));
            return super.exec(op);
        }

        @Override
        public INDArray exec(Op op) {
            operations++;
            read.add(op.x().data());
            written.add(op.z().data());
            return super.exec(op);
        }
    }

    /** The host's access to the buffers that operations use. */
    private static final class Memory {

        private final Map<DataBuffer, Object[]> hidden = new IdentityHashMap<>();
        private final Map<DataBuffer, float[]> contents = new IdentityHashMap<>();
        private final Set<DataBuffer> writtenRoots = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Field pointer = field("pointer");
        private final Field indexer = field("indexer");

        Memory(Counter counter) throws ReflectiveOperationException {
            counter.written.forEach(buffer -> writtenRoots.add(root(buffer)));
            for (Set<DataBuffer> some : List.of(counter.read, counter.written)) {
                for (DataBuffer buffer : some) {
                    if (writtenRoots.contains(root(buffer))) {
                        keep(buffer);
                        keep(root(buffer));
                    } else {
                        contents.put(root(buffer), root(buffer).asFloat());
                    }
                }
            }
            assertTrue(hidden.size() > 10 && contents.size() > 1);
        }

        private static DataBuffer root(DataBuffer buffer) {
            return buffer.originalDataBuffer() == null ? buffer : buffer.originalDataBuffer();
        }

        private static Field field(String name) {
            try {
                Field field = BaseDataBuffer.class.getDeclaredField(name);
                field.setAccessible(true);
                return field;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private void keep(DataBuffer buffer) throws ReflectiveOperationException {
            hidden.put(buffer, new Object[] {pointer.get(buffer), indexer.get(buffer)});
        }

        void hide() throws ReflectiveOperationException {
            for (DataBuffer buffer : hidden.keySet()) {
                pointer.set(buffer, null);
                indexer.set(buffer, null);
            }
        }

        void assertHidden() {
            hidden.keySet().forEach(buffer -> {
                assertThrows(RuntimeException.class, () -> buffer.getNumber(0));
                assertThrows(RuntimeException.class, () -> buffer.setData(new float[1]));
            });
        }

        void show() throws ReflectiveOperationException {
            for (Map.Entry<DataBuffer, Object[]> buffer : hidden.entrySet()) {
                pointer.set(buffer.getKey(), buffer.getValue()[0]);
                indexer.set(buffer.getKey(), buffer.getValue()[1]);
            }
        }

        /** How many buffers that no operation writes have other contents than before. */
        int changed() {
            int changed = 0;
            for (Map.Entry<DataBuffer, float[]> buffer : contents.entrySet()) {
                changed += Arrays.equals(buffer.getValue(), buffer.getKey().asFloat()) ? 0 : 1;
            }
            return changed;
        }
    }
}
