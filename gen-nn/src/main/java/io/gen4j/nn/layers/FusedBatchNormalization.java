package io.gen4j.nn.layers;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.runtime.internal.Arguments;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A DL4J layer of batch normalisation for images or rows, faster than DL4J's own. As in PyTorch, the running variance
 * is unbiased. Each forward pass in training updates the running statistics.
 *
 * <p>With locked gamma and beta, or a variance stored as a logarithm, DL4J's own code runs instead.
 */
public final class FusedBatchNormalization extends BatchNormalization {

    private static final long serialVersionUID = 1;

    /**
     * Creates a layer with PyTorch's settings for a number of channels or columns. DL4J's setters change the settings.
     */
    public FusedBatchNormalization(long channels) {
        Arguments.requireWithin("channels", channels, 1, Integer.MAX_VALUE);
        setNIn(channels);
        setNOut(channels);
        setUseLogStd(false);
    }

    /** For deserialisation by DL4J. */
    FusedBatchNormalization() {}

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray params,
            boolean initialize,
            DataType type) {
        return LayerInstances.prepare(new Instance(conf, type), conf, listeners, index, params, initialize);
    }

    private static final class Instance extends org.deeplearning4j.nn.layers.normalization.BatchNormalization {

        private static final long serialVersionUID = 1;

        private final transient NetworkPass training = newPass(BatchStatistics.BATCH);
        private final transient NetworkPass inference = newPass(BatchStatistics.RUNNING);

        Instance(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        private NetworkPass newPass(BatchStatistics statistics) {
            return new NetworkPass(
                    this,
                    (parameters, shape) -> new BatchNormalizationNetwork(
                            parameters,
                            "",
                            new FeatureMap((int) shape[1], side(shape, 2), side(shape, 3)),
                            Activation.IDENTITY,
                            statistics));
        }

        private static int side(long[] shape, int axis) {
            return shape.length == 2 ? 1 : (int) shape[axis];
        }

        private boolean isOurs() {
            BatchNormalization asked = layerConf();
            return LayerInstances.isSupported(this)
                    && (input.rank() == 2 || input.rank() == 4)
                    && asked.getCnn2DFormat() == CNN2DFormat.NCHW
                    && !asked.isUseLogStd()
                    && !asked.isLockGammaBeta();
        }

        @Override
        public INDArray activate(boolean isTraining, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            if (!isOurs()) {
                return super.activate(isTraining, workspaces);
            }
            return (isTraining ? training : inference).forward(input, workspaces, input::shape);
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            if (!isOurs()) {
                return super.backpropGradient(epsilon, workspaces);
            }
            return training.backward(epsilon, workspaces);
        }
    }
}
