import io.gen4j.data.Batch;
import io.gen4j.gan.Gan;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.Tensor;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.DenseNetwork.Layer;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomSource;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialTrainer;
import io.gen4j.adversarial.TrainableNetwork;
import io.gen4j.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Repeats the training that drift.py wrote down, and prints how far Gen4J's weights, and PyTorch's in single precision, are from
 * PyTorch's in double precision: by the length of the difference, over that of the way since the start.
 *
 * <pre>java -cp gen-app/target/gen-app.jar tools/reference/Drift.java DIR</pre>
 */
public final class Drift {

    private final Path directory;
    private final Map<String, Tensor> inputs;
    private final Map<String, Tensor> start;
    private final Map<String, Tensor> single;
    private final Map<String, Tensor> exact;

    private Drift(Path directory) throws IOException {
        this.directory = directory;
        inputs = read("inputs");
        start = read("weights");
        single = read("single");
        exact = read("double");
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: Drift.java DIR, the directory that drift.py wrote");
            System.exit(2);
        }
        new Drift(Path.of(arguments[0])).run();
    }

    private Map<String, Tensor> read(String name) throws IOException {
        return SafetensorsFile.read(directory.resolve(name + ".safetensors")).tensors();
    }

    private void run() throws IOException {
        System.out.println("| updates | generator: Gen4J | PyTorch | discriminator: Gen4J | PyTorch |");
        System.out.println("|---|---|---|---|---|");
        AdversarialConfig withoutAverage = AdversarialConfig.builder().ema(0).build();
        try (Gan gan = Gan.builder().adversarial(withoutAverage).build()) {
            StateDict.load(gan.stateDicts(), start, "weights.safetensors");
            try (Trainer trainer = trainer(gan)) {
                for (int step = 1; inputs.containsKey("images/" + step); step++) {
                    try (INDArray images = rows(inputs.get("images/" + step))) {
                        trainer.step(new Batch(images, new int[0]));
                    }
                    if (exact.containsKey(step + "/G.0.weight")) {
                        print(step, StateDict.export(gan.stateDicts()));
                    }
                }
            }
        }
    }

    private Trainer trainer(Gan gan) {
        TrainableNetwork generator = player(gan.generatorGraph(), Activation.RELU, Activation.TANH);
        TrainableNetwork discriminator = player(gan.discriminatorGraph(), Activation.LEAKY_RELU, Activation.IDENTITY);
        return AdversarialTrainer.builder(gan, generator, discriminator)
                .random(recorded())
                .build();
    }

    private static TrainableNetwork player(ComputationGraph graph, Activation hidden, Activation output) {
        GraphParameters parameters = new GraphParameters(graph);
        DenseNetwork network = new DenseNetwork(
                parameters, new Layer("hidden1", hidden), new Layer("hidden2", hidden), new Layer("output", output));
        return new TrainableNetwork(network, parameters, 2e-4, 0.9);
    }

    private RandomSource recorded() {
        return (purpose, index) -> {
            Tensor noise = inputs.get(purpose + "/" + index);
            return new Replay(noise == null ? new float[0] : noise.floats());
        };
    }

    /** Gives normal numbers that were drawn elsewhere. */
    private static final class Replay implements RandomGenerator {

        private final float[] normal;
        private int position;

        Replay(float[] normal) {
            this.normal = normal;
        }

        @Override
        public double nextGaussian() {
            return normal[position++];
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException("only normal numbers were recorded");
        }
    }

    private static INDArray rows(Tensor tensor) {
        return Nd4j.createFromArray(tensor.floats()).reshape('c', tensor.shape());
    }

    private void print(int step, Map<String, Tensor> ours) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %.1e | %.1e | %.1e | %.1e |%n",
                step,
                drift("G.", step, ours, ""),
                drift("G.", step, single, step + "/"),
                drift("D.", step, ours, ""),
                drift("D.", step, single, step + "/"));
    }

    private double drift(String network, int step, Map<String, Tensor> weights, String prefix) {
        double apart = 0;
        double way = 0;
        for (String name : start.keySet()) {
            if (name.startsWith(network)) {
                float[] a = exact.get(step + "/" + name).floats();
                float[] b = weights.get(prefix + name).floats();
                float[] c = start.get(name).floats();
                for (int i = 0; i < a.length; i++) {
                    apart += Math.pow(a[i] - b[i], 2);
                    way += Math.pow(a[i] - c[i], 2);
                }
            }
        }
        return Math.sqrt(apart / way);
    }
}
