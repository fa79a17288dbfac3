package io.gen4j.nn.device.internal;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.Dropout;
import io.gen4j.runtime.internal.InputRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network whose passes are operations of ND4J. Use it for inference; trainers record {@link NetworkPass}es. */
public final class DeviceNetwork implements Network {

    private final NetworkLayers layers;
    private final Map<Long, Bound> boundBySize = new HashMap<>();
    private RandomGenerator random = new SplittableRandom(0);
    private @Nullable Bound current;

    /** Creates a network; see {@link Network#of(LayerParameters, LayerPath, BatchStatistics)}. */
    public DeviceNetwork(LayerParameters parameters, LayerPath path, BatchStatistics statistics) {
        layers = new NetworkLayers(parameters, path, statistics);
    }

    @Override
    public void randomize(RandomGenerator newRandom) {
        random = newRandom;
    }

    @Override
    public INDArray forward(INDArray input) {
        InputRows.requireExact("input", input, (long) layers.features() + layers.labels());
        current = boundBySize.computeIfAbsent(input.size(0), Bound::new);
        for (int i = 0; i < layers.batchesCounted(); i++) {
            layers.parameters().countBatch();
        }
        return current.forward(input);
    }

    @Override
    public void forwardInto(INDArray input, INDArray target, long firstRow) {
        INDArray outputs = forward(input);
        InputRows.requireTarget(target, firstRow, input.size(0), outputs.size(1));
        Program copy = new Program();
        copy.assign(outputs, DeviceArrays.part(target, firstRow * outputs.size(1), outputs.shape()));
        copy.run();
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        bound().backward(bound().pass, gradient, parameterGradients, null);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        return bound().backwardToInput(gradient, parameterGradients);
    }

    @Override
    public Network linearized() {
        return bound().linearized();
    }

    private Bound bound() {
        if (current == null) {
            throw new IllegalStateException("backward before forward");
        }
        return current;
    }

    @Override
    public void close() {
        boundBySize.values().forEach(bound -> bound.arrays.close());
        boundBySize.clear();
        current = null;
    }

    /** The arrays and programs for one batch size. */
    private final class Bound {

        private final DeviceArrays arrays = new DeviceArrays();
        private final INDArray features;
        private final @Nullable INDArray labels;
        private final List<Mask> masks = new ArrayList<>();
        private final NetworkPass pass;
        private final Program forward = new Program();
        private @Nullable INDArray inputGradient;
        private @Nullable Linearized linearized;

        Bound(long n) {
            features = arrays.zeros(n, layers.features());
            labels = layers.labels() == 0 ? null : arrays.zeros(n, layers.labels());
            pass = layers.pass(features, labels, this::mask, arrays);
            pass.forward(forward);
        }

        private INDArray mask(double probability, long rows, long width) {
            Mask mask = new Mask(probability, arrays.zeros(rows, width));
            masks.add(mask);
            return mask.array;
        }

        INDArray forward(INDArray input) {
            masks.forEach(mask -> mask.draw(random));
            take(input, features, labels);
            forward.run();
            return pass.outputs();
        }

        private void take(INDArray rows, INDArray target, @Nullable INDArray labelTarget) {
            Program copy = new Program();
            if (labels == null) {
                copy.assign(rows, target);
            } else {
                copy.assign(DeviceArrays.columns(rows, 0, layers.features()), target);
                if (labelTarget != null) {
                    copy.assign(DeviceArrays.columns(rows, layers.features(), rows.size(1)), labelTarget);
                }
            }
            copy.run();
        }

        void backward(
                NetworkPass some, INDArray gradient, ParameterGradients mode, @Nullable INDArray featureGradient) {
            InputRows.requireExact("gradient", gradient, some.outputs().size(1), features.size(0));
            Program program = new Program();
            program.assign(gradient, some.outputGradient());
            if (mode == ParameterGradients.SKIP) {
                some.backward(program, null, featureGradient);
            } else if (layers.parameters() instanceof GraphParameters parameters) {
                Gradients first = Gradients.of(parameters);
                Gradients written = mode == ParameterGradients.ADD ? Gradients.further(parameters, arrays) : first;
                some.backward(program, written, featureGradient);
                if (mode == ParameterGradients.ADD) {
                    program.plus(first.flat(), written.flat(), first.flat());
                }
            } else {
                throw new UnsupportedOperationException("only the parameters of a graph have gradients on this engine");
            }
            program.run();
        }

        /** The gradient by the one-hot columns is 0. */
        INDArray backwardToInput(INDArray gradient, ParameterGradients mode) {
            if (inputGradient == null) {
                inputGradient = arrays.zeros(features.size(0), layers.features() + layers.labels());
            }
            INDArray byFeatures = labels == null ? inputGradient : arrays.zeros(features.shape());
            backward(pass, gradient, mode, byFeatures);
            if (labels != null) {
                Program copy = new Program();
                copy.assign(byFeatures, DeviceArrays.columns(inputGradient, 0, layers.features()));
                copy.run();
            }
            return inputGradient;
        }

        Network linearized() {
            if (linearized == null) {
                linearized = new Linearized(this);
            }
            return linearized;
        }
    }

    /** The linear approximation; its arrays belong to the pass that it approximates. */
    private static final class Linearized implements Network {

        private final Bound bound;
        private final INDArray direction;
        private final NetworkPass pass;
        private final Program forward = new Program();

        Linearized(Bound bound) {
            this.bound = bound;
            this.direction = bound.arrays.zeros(bound.features.shape());
            this.pass = bound.pass.linearized(direction);
            pass.forward(forward);
        }

        @Override
        public INDArray forward(INDArray input) {
            bound.take(input, direction, null);
            forward.run();
            return pass.outputs();
        }

        @Override
        public void backward(INDArray gradient, ParameterGradients parameterGradients) {
            if (parameterGradients == ParameterGradients.WRITE) {
                throw new UnsupportedOperationException("second derivatives are added to gradients, not written");
            }
            bound.backward(pass, gradient, parameterGradients, null);
        }

        @Override
        public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
            throw new UnsupportedOperationException("the gradient by a direction is not implemented");
        }

        @Override
        public void close() {}
    }

    /** A mask of dropout that this network draws itself. */
    private record Mask(double probability, INDArray array) {

        void draw(RandomGenerator random) {
            float[] drawn = new Dropout(probability).draw((int) array.length(), (int) array.size(1), random);
            Transfer.upload(drawn, array);
        }
    }
}
