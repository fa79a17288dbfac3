package io.gen4j.nn.layers;

import io.gen4j.nn.ConvolutionalNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The execution of a convolution or a transposed convolution on images {@code [n, channels, height, width]}. */
final class ConvolutionRun {

    private final BaseLayer<ConvolutionLayer> layer;
    private final NetworkPass pass;
    private FeatureMap output = new FeatureMap(1, 1, 1);

    ConvolutionRun(BaseLayer<ConvolutionLayer> layer) {
        this.layer = layer;
        this.pass = new NetworkPass(layer, this::newNetwork);
    }

    /** Whether the fast code supports all settings of the layer. */
    boolean isOurs() {
        ConvolutionLayer asked = layer.layerConf();
        return LayerInstances.isOurs(layer)
                && layer.input().rank() == 4
                && asked.getCnn2dDataFormat() == CNN2DFormat.NCHW
                && asked.getConvolutionMode() != ConvolutionMode.Same
                && asked.getConvolutionMode() != ConvolutionMode.Causal
                && Arrays.stream(asked.getDilation()).allMatch(dilation -> dilation == 1)
                && (asked instanceof Deconvolution2D || leavesNothingOver(asked, 0) && leavesNothingOver(asked, 1));
    }

    private boolean leavesNothingOver(ConvolutionLayer asked, int axis) {
        long way = layer.input().size(2 + axis) + 2L * asked.getPadding()[axis] - asked.getKernelSize()[axis];
        return way >= 0 && way % asked.getStride()[axis] == 0;
    }

    private Network newNetwork(LayerParameters parameters, long[] shape) {
        ConvolutionalNetwork network = new ConvolutionalNetwork(
                parameters,
                new FeatureMap((int) shape[1], (int) shape[2], (int) shape[3]),
                BatchStatistics.RUNNING,
                List.of(new ConvolutionalNetwork.Layer("", LayerInstances.activation(layer))));
        output = network.output();
        return network;
    }

    INDArray forward(LayerWorkspaceMgr workspaces) {
        INDArray input = layer.input();
        return pass.forward(input, workspaces, () ->
                new long[] {input.size(0), output.channels(), output.height(), output.width()});
    }

    Pair<Gradient, INDArray> backward(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return pass.backward(epsilon, workspaces);
    }
}
