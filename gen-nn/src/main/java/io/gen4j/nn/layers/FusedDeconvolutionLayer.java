package io.gen4j.nn.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A DL4J layer of transposed convolution, faster than DL4J's own. Images have their channels first.
 *
 * <p>DL4J's own code runs instead in these cases:
 *
 * <ul>
 *   <li>dilation
 *   <li>mode {@code Same}
 *   <li>weight noise
 *   <li>an activation other than those of {@link io.gen4j.nn.graph.Activation}
 * </ul>
 */
public final class FusedDeconvolutionLayer extends Deconvolution2D {

    private static final long serialVersionUID = 1;

    /** Creates a layer from a DL4J builder. */
    public FusedDeconvolutionLayer(Deconvolution2D.Builder builder) {
        super(builder);
    }

    /** For deserialisation by DL4J. */
    FusedDeconvolutionLayer() {}

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

    private static final class Instance extends org.deeplearning4j.nn.layers.convolution.Deconvolution2DLayer {

        private static final long serialVersionUID = 1;

        private final transient ConvolutionRun run = new ConvolutionRun(this);

        Instance(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            if (!run.isOurs()) {
                return super.activate(training, workspaces);
            }
            applyDropOutIfNecessary(training, workspaces);
            return run.forward(workspaces);
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            if (!run.isOurs()) {
                return super.backpropGradient(epsilon, workspaces);
            }
            Pair<Gradient, INDArray> result = run.backward(epsilon, workspaces);
            result.setSecond(backpropDropOutIfPresent(result.getSecond()));
            return result;
        }
    }
}
