package io.gen4j.nn.layers;

import io.gen4j.nn.DenseNetwork;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense DL4J layer, faster than DL4J's own.
 *
 * <pre>{@code
 * .addLayer("hidden", new FusedDenseLayer.Builder().nIn(784).nOut(400).activation(Activation.RELU).build(), "image")
 * }</pre>
 *
 * DL4J's code runs instead with weight noise, with a mask, and with activations other than those of
 * {@link io.gen4j.nn.graph.Activation}.
 */
public final class FusedDenseLayer extends FeedForwardLayer {

    private static final long serialVersionUID = 1;

    private FusedDenseLayer(Builder builder) {
        super(builder);
        initializeConstraints(builder);
    }

    /** For deserialisation by DL4J. */
    FusedDenseLayer() {}

    /** Collects the settings of the layer, such as {@code nIn}, {@code nOut} and {@code activation}. */
    public static final class Builder extends FeedForwardLayer.Builder<Builder> {

        @Override
        @SuppressWarnings("unchecked") // In DL4J, the caller chooses the type of the result.
        public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
            return (E) new FusedDenseLayer(this);
        }
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray params,
            boolean initialize,
            DataType type) {
        LayerValidation.assertNInNOutSet("FusedDenseLayer", getLayerName(), index, getNIn(), getNOut());
        return LayerInstances.prepare(new Instance(conf, type), conf, listeners, index, params, initialize);
    }

    @Override
    public ParamInitializer initializer() {
        return DefaultParamInitializer.getInstance();
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        InputType outputType = getOutputType(-1, inputType);
        long params = initializer().numParams(this);
        return new LayerMemoryReport.Builder(layerName, FusedDenseLayer.class, inputType, outputType)
                .standardMemory(params, getIUpdater().stateSize(params))
                .workingMemory(0, 0, 0, outputType.arrayElementsPerExample())
                .build();
    }

    private static final class Instance extends BaseLayer<FusedDenseLayer> {

        private static final long serialVersionUID = 1;

        private final transient NetworkPass pass = new NetworkPass(
                this,
                (parameters, shape) ->
                        new DenseNetwork(parameters, new DenseNetwork.Layer("", LayerInstances.activation(this))));

        Instance(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }

        private boolean isOurs() {
            return LayerInstances.isOurs(this) && input.rank() == 2;
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            assertInputSet(false);
            if (!isOurs()) {
                return super.activate(training, workspaces);
            }
            applyDropOutIfNecessary(training, workspaces);
            return pass.forward(input, workspaces, () ->
                    new long[] {input.size(0), layerConf().getNOut()});
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            if (!isOurs()) {
                return super.backpropGradient(epsilon, workspaces);
            }
            Pair<Gradient, INDArray> result = pass.backward(epsilon, workspaces);
            result.setSecond(backpropDropOutIfPresent(result.getSecond()));
            return result;
        }
    }
}
