import io.gen4j.nn.optim.Adam;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.runtime.NativeSettings;
import io.gen4j.vae.Vae;
import java.nio.FloatBuffer;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;

/**
 * Ways to move the parameters of the dense VAE by Adam, in nanoseconds a parameter, the least of many updates:
 *
 * <pre>java --add-modules jdk.incubator.vector -cp gen-app/target/gen-app.jar tools/bench/AdamRates.java [THREADS]</pre>
 */
public final class AdamRates {

    private static final int UPDATES = 400;
    private static final int BLOCK = 2048;
    private static final float RATE = 1e-3f;
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final INDArray parameters;
    private final INDArray gradients;

    private AdamRates(INDArray parameters, INDArray gradients) {
        this.parameters = parameters;
        this.gradients = gradients;
    }

    public static void main(String[] arguments) {
        int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        NativeSettings.useThreads(threads);
        try (Vae vae = Vae.builder().build();
                GraphParameters graph = new GraphParameters(vae.networks().values().iterator().next())) {
            graph.gradients().assign(Nd4j.rand(graph.gradients().shape()).subi(0.5));
            AdamRates rates = new AdamRates(graph.values().reshape(graph.values().length()), graph.gradients());
            System.out.printf("%,d parameters, %d threads%n", rates.parameters.length(), threads);
            rates.print("ND4J's AdamUpdater", rates.nd4j());
            rates.print("Java, numbers in ND4J's buffers", rates.buffers());
            rates.print("Java, whole arrays, copied in and out", rates.blocks((int) rates.parameters.length()));
            rates.print("Java, blocks of arrays, copied in and out", rates.blocks(BLOCK));
            rates.print("JDK's vectors, whole arrays, copied in and out", rates.vectors());
            Adam adam = new Adam(graph, RATE, BETA1);
            rates.print("io.gen4j.nn.optim.Adam: blocks on the team of threads", adam::step);
        }
    }

    private void print(String name, Runnable update) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < UPDATES; i++) {
            long start = System.nanoTime();
            update.run();
            least = Math.min(least, System.nanoTime() - start);
        }
        System.out.printf(Locale.ROOT, "%-50s %.2f ns%n", name, least / parameters.length());
    }

    private Runnable nd4j() {
        INDArray state = Nd4j.create(1, 2 * parameters.length());
        AdamUpdater updater = new AdamUpdater(new org.nd4j.linalg.learning.config.Adam(RATE, BETA1, BETA2, EPSILON));
        updater.setStateViewArray(state, new long[] {1, parameters.length()}, 'c', true);
        INDArray update = gradients.dup();
        int[] step = {0};
        return () -> {
            update.assign(gradients);
            updater.applyUpdater(update.reshape(1, update.length()), step[0]++, 0);
            parameters.subi(update);
        };
    }

    private Runnable buffers() {
        FloatBuffer values = parameters.data().asNioFloat();
        FloatBuffer slopes = gradients.data().asNioFloat();
        int count = (int) parameters.length();
        float[] means = new float[count];
        float[] squares = new float[count];
        return () -> {
            for (int i = 0; i < count; i++) {
                float slope = slopes.get(i);
                means[i] = BETA1 * means[i] + (1 - BETA1) * slope;
                squares[i] = BETA2 * squares[i] + (1 - BETA2) * slope * slope;
                values.put(i, values.get(i) - RATE * means[i] / ((float) Math.sqrt(squares[i]) + EPSILON));
            }
        };
    }

    private Runnable blocks(int width) {
        int count = (int) parameters.length();
        int blocks = (count + width - 1) / width;
        float[] values = new float[width];
        float[] slopes = new float[width];
        float[][] means = new float[blocks][width];
        float[][] squares = new float[blocks][width];
        return () -> {
            for (int block = 0; block < blocks; block++) {
                int length = Math.min(width, count - block * width);
                read(parameters, block * width, values, length);
                read(gradients, block * width, slopes, length);
                move(values, slopes, means[block], squares[block], length);
                write(values, block * width, length);
            }
        };
    }

    private static void move(float[] values, float[] slopes, float[] means, float[] squares, int count) {
        for (int i = 0; i < count; i++) {
            float slope = slopes[i];
            float mean = BETA1 * means[i] + (1 - BETA1) * slope;
            float square = BETA2 * squares[i] + (1 - BETA2) * slope * slope;
            means[i] = mean;
            squares[i] = square;
            values[i] -= RATE * mean / ((float) Math.sqrt(square) + EPSILON);
        }
    }

    private Runnable vectors() {
        VectorSpecies<Float> species = FloatVector.SPECIES_PREFERRED;
        int count = (int) parameters.length();
        int padded = (count + species.length() - 1) / species.length() * species.length();
        float[] values = new float[padded];
        float[] slopes = new float[padded];
        float[] means = new float[padded];
        float[] squares = new float[padded];
        return () -> {
            read(parameters, 0, values, count);
            read(gradients, 0, slopes, count);
            for (int i = 0; i < padded; i += species.length()) {
                FloatVector slope = FloatVector.fromArray(species, slopes, i);
                FloatVector mean = FloatVector.fromArray(species, means, i).mul(BETA1).add(slope.mul(1 - BETA1));
                FloatVector square =
                        FloatVector.fromArray(species, squares, i).mul(BETA2).add(slope.mul(slope).mul(1 - BETA2));
                mean.intoArray(means, i);
                square.intoArray(squares, i);
                FloatVector move = mean.mul(RATE).div(square.sqrt().add(EPSILON));
                FloatVector.fromArray(species, values, i).sub(move).intoArray(values, i);
            }
            write(values, 0, count);
        };
    }

    private static void read(INDArray from, int offset, float[] to, int count) {
        from.data().asNioFloat().position(offset).get(to, 0, count);
    }

    private void write(float[] from, int offset, int count) {
        parameters.data().asNioFloat().position(offset).put(from, 0, count);
    }
}
