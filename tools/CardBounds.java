import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.Trainer;
import io.gen4j.adversarial.AdversarialModelConfig;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.nn.device.Engine;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes how many images a second a card could train at most: every operation of a step takes 10 microseconds to launch, and
 * then as long as its arithmetic or its bytes take at the card's published rates, whichever is longer. The operations are those
 * that a step of the ND4J engine runs, here on the processor. Where penalties belong to some of the steps, the figures are
 * means.
 *
 * <pre>java -cp gen-app/target/gen-app.jar tools/CardBounds.java</pre>
 */
public final class CardBounds {

    private static final double LAUNCH = 10e-6;

    /** Published rates: single precision in floating-point operations a second, memory in bytes a second. */
    private record Card(String name, double arithmetic, double memory) {

        double seconds(List<Work> steps) {
            double seconds = 0;
            for (Work work : steps) {
                seconds += LAUNCH + Math.max(work.arithmetic / arithmetic, work.bytes / memory);
            }
            return seconds;
        }
    }

    private static final List<Card> CARDS = List.of(
            new Card("RTX 3060", 12.7e12, 360e9),
            new Card("A100", 19.5e12, 1555e9),
            new Card("RTX 4090", 82.6e12, 1008e9));

    /** What one operation does. */
    private record Work(double arithmetic, double bytes) {}

    /** Notes the work of every operation. */
    private static final class Recorder extends NativeOpExecutioner {

        private final List<Work> step = new ArrayList<>();

        @Override
        public INDArray[] exec(CustomOp op) {
            double bytes = 0;
            for (INDArray array : op.inputArguments()) {
                bytes += bytes(array);
            }
            for (INDArray array : op.outputArguments()) {
                bytes += bytes(array);
            }
            if (op.opName().equals("gather")) {
                bytes = 2 * bytes(op.outputArguments().get(0));
            }
            step.add(new Work(arithmetic(op), bytes));
            return super.exec(op);
        }

        @Override
        public INDArray exec(Op op) {
            step.add(new Work(0, 2 * bytes(op.x())));
            return super.exec(op);
        }

        private static double bytes(INDArray array) {
            return (double) array.length() * array.dataType().width();
        }

        /** Two operations for each use of a weight; twice that for a gradient by weights and by inputs. */
        private static double arithmetic(CustomOp op) {
            INDArray weights = op.inputArguments().size() > 1 ? op.inputArguments().get(1) : null;
            INDArray result = op.outputArguments().get(0);
            return switch (op.opName()) {
                case "matmul" ->
                    2.0 * result.length() * op.inputArguments().get(0).size(op.iArgs()[0] == 1 ? -2 : -1);
                case "conv2d" -> 2.0 * weights.length() * result.size(0) * result.size(2) * result.size(3);
                case "deconv2d" -> {
                    INDArray input = op.inputArguments().get(0);
                    yield 2.0 * weights.length() * input.size(0) * input.size(2) * input.size(3);
                }
                case "conv2d_bp" -> {
                    List<INDArray> inputs = op.inputArguments();
                    INDArray gradient = inputs.get(inputs.size() - 1);
                    yield 4.0 * weights.length() * gradient.size(0) * gradient.size(2) * gradient.size(3);
                }
                case "deconv2d_bp" -> 4.0 * weights.length() * result.size(0) * result.size(2) * result.size(3);
                default -> result.length();
            };
        }
    }

    public static void main(String[] arguments) throws ReflectiveOperationException {
        System.setProperty(Engine.PROPERTY, Engine.ND4J.text());
        // ND4J must have loaded its libraries before a second executioner is made.
        Nd4j.getExecutioner();
        Recorder recorder = new Recorder();
        Field executioner = Nd4j.class.getDeclaredField("OP_EXECUTIONER_INSTANCE");
        executioner.setAccessible(true);
        executioner.set(null, recorder);
        System.out.printf("%-12s %6s %11s %11s %9s", "model", "batch", "operations", "GFLOP", "MB");
        CARDS.forEach(card -> System.out.printf(" %16s", card.name + " img/s"));
        System.out.println();
        for (ModelFamily<?> family : ModelFamilies.all()) {
            print(family, recorder);
        }
    }

    private static <C extends ModelConfig> void print(ModelFamily<C> family, Recorder recorder) {
        if (family.presets().isEmpty()) {
            print(family, new Preset<>("", "defaults", family.defaults(), null), recorder);
        }
        family.presets().forEach(preset -> print(family, preset, recorder));
    }

    private static <C extends ModelConfig> void print(ModelFamily<C> family, Preset<C> preset, Recorder recorder) {
        C config = preset.config();
        Integer side = preset.imageSize();
        int interval = config instanceof AdversarialModelConfig game ? game.adversarial().penaltyInterval() : 1;
        ImageDataset images = SyntheticDigits.draw((1 + interval) * config.batchSize(), 1).resized(Objects.requireNonNullElse(side, 28));
        try (GenerativeModel model = family.create(config, ImageSpec.of(images));
                Trainer trainer = model.newTrainer()) {
            Batches batches = model.batches(images);
            if (!trainer.readsByIndex(batches)) {
                throw new IllegalStateException("the images do not fit");
            }
            try (BatchIterator epoch = batches.named(1, 0)) {
                trainer.step(epoch.next());
                recorder.step.clear();
                for (int i = 0; i < interval; i++) {
                    trainer.step(epoch.next());
                }
            }
        }
        List<Work> steps = recorder.step;
        System.out.printf(
                Locale.ROOT,
                "%-12s %6d %11d %11.2f %9.0f",
                family.name() + " " + preset.name(),
                config.batchSize(),
                Math.round((double) steps.size() / interval),
                steps.stream().mapToDouble(Work::arithmetic).sum() / 1e9 / interval,
                steps.stream().mapToDouble(Work::bytes).sum() / 1e6 / interval);
        for (Card card : CARDS) {
            System.out.printf(Locale.ROOT, " %,16.0f", config.batchSize() * interval / card.seconds(steps));
        }
        System.out.println();
    }
}
