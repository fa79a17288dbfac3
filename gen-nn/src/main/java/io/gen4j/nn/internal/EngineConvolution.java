package io.gen4j.nn.internal;

import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.MatrixConvolution.Kernel;
import io.gen4j.runtime.ConvolutionEngine;
import io.gen4j.runtime.ConvolutionEngine.Pair;
import io.gen4j.runtime.ConvolutionEngine.Pass;
import io.gen4j.runtime.ConvolutionEngine.Shape;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.MatrixEngine;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution by the installed library, except for the passes that matrix products compute faster. */
final class EngineConvolution implements ConvolutionKernels {

    private final ConvolutionEngine engine;
    private final @Nullable MatrixConvolution matrices;

    private EngineConvolution(ConvolutionEngine engine, @Nullable MatrixConvolution matrices) {
        this.engine = engine;
        this.matrices = matrices;
    }

    /** The fastest kernels for a convolution from a large map to a small one. */
    static ConvolutionKernels fastest(FeatureMap large, FeatureMap small, Kernel kernel) {
        Shape shape = new Shape(
                large.channels(),
                small.channels(),
                new Pair(large.height(), large.width()),
                new Pair(small.height(), small.width()),
                pair(kernel.size()),
                pair(kernel.stride()),
                pair(kernel.padding()));
        return MatrixEngine.installed()
                .flatMap(installed -> installed.convolution(shape))
                .<ConvolutionKernels>map(engine -> new EngineConvolution(
                        engine,
                        Arrays.stream(Pass.values()).allMatch(engine::suits)
                                ? null
                                : new MatrixConvolution(large, small, kernel)))
                .orElseGet(() -> new MatrixConvolution(large, small, kernel));
    }

    private static Pair pair(int[] lengths) {
        return new Pair(lengths[0], lengths[1]);
    }

    @Override
    public void take(INDArray newWeights) {
        engine.take(HostMemory.at(newWeights, 0));
        if (matrices != null) {
            matrices.take(newWeights);
        }
    }

    @Override
    public void toSmall(INDArray largeMap, INDArray smallMap) {
        if (matrices != null && !engine.suits(Pass.TO_SMALL)) {
            matrices.toSmall(largeMap, smallMap);
        } else {
            engine.toSmall((int) largeMap.size(0), HostMemory.at(largeMap, 0), HostMemory.at(smallMap, 0));
        }
    }

    @Override
    public void toLarge(INDArray smallMap, INDArray largeMap) {
        if (matrices != null && !engine.suits(Pass.TO_LARGE)) {
            matrices.toLarge(smallMap, largeMap);
        } else {
            engine.toLarge((int) largeMap.size(0), HostMemory.at(smallMap, 0), HostMemory.at(largeMap, 0));
        }
    }

    @Override
    public void byWeights(
            INDArray largeMap, INDArray smallMap, INDArray target, ParameterGradients parameterGradients) {
        if (matrices != null && !engine.suits(Pass.BY_WEIGHTS)) {
            matrices.byWeights(largeMap, smallMap, target, parameterGradients);
        } else {
            engine.byWeights(
                    (int) largeMap.size(0),
                    HostMemory.at(largeMap, 0),
                    HostMemory.at(smallMap, 0),
                    HostMemory.at(target, 0),
                    parameterGradients == ParameterGradients.ADD);
        }
    }

    @Override
    public void close() {
        engine.close();
        if (matrices != null) {
            matrices.close();
        }
    }
}
