package io.gen4j.onnx;

import static io.gen4j.onnx.GraphWriter.attribute;

import io.gen4j.nn.layers.FusedBatchNormalization;
import io.gen4j.nn.layers.FusedConvolutionLayer;
import io.gen4j.nn.layers.FusedDeconvolutionLayer;
import io.gen4j.nn.layers.FusedDenseLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The conversion of DL4J's layers to ONNX nodes. The nodes compute inference: without dropout, with running statistics.
 */
final class LayerConversion {

    private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
    private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

    /** The classes of the supported layers. Subclasses are excluded, because they may compute something else. */
    private static final List<Class<? extends Layer>> KINDS = List.of(
            DenseLayer.class,
            FusedDenseLayer.class,
            OutputLayer.class,
            ConvolutionLayer.class,
            Convolution2D.class,
            FusedConvolutionLayer.class,
            Deconvolution2D.class,
            FusedDeconvolutionLayer.class,
            BatchNormalization.class,
            FusedBatchNormalization.class,
            ActivationLayer.class,
            DropoutLayer.class);

    private final String network;
    private final GraphWriter writer;

    /** @param network name of the network, for messages */
    LayerConversion(String network, GraphWriter writer) {
        this.network = network;
        this.writer = writer;
    }

    /** Adds a layer's nodes. Returns the name of the last node's output. */
    String convert(String name, AbstractLayer<?> layer, String input) {
        Layer configured = layer.conf().getLayer();
        if (!KINDS.contains(configured.getClass())) {
            throw unsupported(configured, configured.getClass().getSimpleName());
        }
        if (configured instanceof DropoutLayer) {
            return input;
        } else if (configured instanceof ActivationLayer activation) {
            return activate(name, activation, activation.getActivationFn(), input);
        }
        Map<String, INDArray> parameters = layer.paramTable();
        if (configured instanceof BatchNormalization normalization) {
            // DL4J never applies the activation in this layer's settings.
            return normalize(name, normalization, parameters, input);
        }
        String linear = configured instanceof ConvolutionLayer convolution
                ? convolve(name + "_convolved", convolution, parameters, input)
                : multiply(name + "_product", configured, parameters, input);
        return activate(name, configured, ((BaseLayer) configured).getActivationFn(), linear);
    }

    private String multiply(String name, Layer layer, Map<String, INDArray> parameters, String input) {
        if (layer instanceof DenseLayer dense && dense.hasLayerNorm()) {
            throw unsupported(layer, "DenseLayer with layer normalisation");
        }
        String weights = constant(name + "_weights", parameters.get(WEIGHTS));
        return parameters.containsKey(BIAS)
                ? writer.add("Gemm", name, List.of(input, weights, bias(name, parameters)))
                : writer.add("MatMul", name, List.of(input, weights));
    }

    private String convolve(String name, ConvolutionLayer layer, Map<String, INDArray> parameters, String input) {
        if (layer.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
            throw unsupported(layer, "convolution of images with their channels last");
        }
        List<String> inputs = new ArrayList<>(List.of(input, constant(name + "_weights", parameters.get(WEIGHTS))));
        if (parameters.containsKey(BIAS)) {
            inputs.add(bias(name, parameters));
        }
        String operator = layer instanceof Deconvolution2D ? "ConvTranspose" : "Conv";
        return writer.add(
                operator,
                name,
                inputs,
                attribute("kernel_shape", longs(layer.getKernelSize())),
                attribute("strides", longs(layer.getStride())),
                attribute("dilations", longs(layer.getDilation())),
                padding(layer));
    }

    private AttributeProto padding(ConvolutionLayer layer) {
        if (layer.getConvolutionMode() == ConvolutionMode.Same && !(layer instanceof Deconvolution2D)) {
            return attribute("auto_pad", "SAME_UPPER");
        }
        if (layer.getConvolutionMode() != ConvolutionMode.Truncate
                && layer.getConvolutionMode() != ConvolutionMode.Strict) {
            throw unsupported(
                    layer, layer.getClass().getSimpleName() + " with convolution mode " + layer.getConvolutionMode());
        }
        long top = layer.getPadding()[0];
        long left = layer.getPadding()[1];
        return attribute("pads", List.of(top, left, top, left));
    }

    private String normalize(String name, BatchNormalization layer, Map<String, INDArray> parameters, String input) {
        if (layer.getCnn2DFormat() != CNN2DFormat.NCHW) {
            throw unsupported(layer, "batch normalisation of images with their channels last");
        }
        float[] mean = values(parameters.get(BatchNormalizationParamInitializer.GLOBAL_MEAN));
        String gamma = BatchNormalizationParamInitializer.GAMMA;
        String beta = BatchNormalizationParamInitializer.BETA;
        return writer.add(
                "BatchNormalization",
                name,
                List.of(
                        input,
                        vector(name + "_scale", parameters.get(gamma), layer.getGamma(), mean.length),
                        vector(name + "_shift", parameters.get(beta), layer.getBeta(), mean.length),
                        writer.addConstant(name + "_mean", mean, mean.length),
                        writer.addConstant(name + "_variance", variance(parameters), mean.length)),
                attribute("epsilon", (float) layer.getEps()));
    }

    private static float[] variance(Map<String, INDArray> parameters) {
        INDArray variance = parameters.get(BatchNormalizationParamInitializer.GLOBAL_VAR);
        if (variance != null) {
            return values(variance);
        }
        float[] values = values(parameters.get(BatchNormalizationParamInitializer.GLOBAL_LOG_STD));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.pow(10, 2 * values[i]);
        }
        return values;
    }

    /** Adds the parameters or, if they are locked, a vector that repeats their fixed value. */
    private String vector(String name, INDArray parameters, double locked, int length) {
        float[] values = new float[length];
        Arrays.fill(values, (float) locked);
        return writer.addConstant(name, parameters == null ? values : values(parameters), length);
    }

    private String activate(String name, Layer layer, IActivation function, String input) {
        List<String> inputs = List.of(input);
        if (function instanceof ActivationIdentity) {
            return input;
        } else if (function instanceof ActivationLReLU leaky) {
            return writer.add("LeakyRelu", name, inputs, attribute("alpha", (float) leaky.getAlpha()));
        } else if (function instanceof ActivationELU elu) {
            return writer.add("Elu", name, inputs, attribute("alpha", (float) elu.getAlpha()));
        } else if (function instanceof ActivationHardTanH) {
            return writer.add("Clip", name, inputs, attribute("min", -1f), attribute("max", 1f));
        } else if (function instanceof ActivationSwish) {
            String gate = writer.add("Sigmoid", name + "_gate", inputs);
            return writer.add("Mul", name, List.of(input, gate));
        }
        return writer.add(operator(layer, function), name, inputs);
    }

    private String operator(Layer layer, IActivation function) {
        if (function instanceof ActivationReLU) {
            return "Relu";
        } else if (function instanceof ActivationTanH) {
            return "Tanh";
        } else if (function instanceof ActivationSigmoid) {
            return "Sigmoid";
        } else if (function instanceof ActivationSELU) {
            return "Selu";
        } else if (function instanceof ActivationSoftPlus) {
            return "Softplus";
        } else if (function instanceof ActivationSoftSign) {
            return "Softsign";
        }
        throw new IllegalArgumentException("layer \"" + layer.getLayerName() + "\" of the " + network
                + " has the activation " + function + ", which has no ONNX export: choose another one, such as relu");
    }

    private String bias(String name, Map<String, INDArray> parameters) {
        float[] values = values(parameters.get(BIAS));
        return writer.addConstant(name + "_bias", values, values.length);
    }

    private String constant(String name, INDArray array) {
        return writer.addConstant(name, values(array), array.shape());
    }

    /** The numbers in C order, whatever their order in memory is. */
    private static float[] values(INDArray array) {
        try (INDArray ordered = array.dup('c')) {
            return ordered.data().asFloat();
        }
    }

    private static List<Long> longs(int[] values) {
        return Arrays.stream(values).asLongStream().boxed().toList();
    }

    private IllegalArgumentException unsupported(Layer layer, String kind) {
        return new IllegalArgumentException("layer \"" + layer.getLayerName() + "\" of the " + network + " is a " + kind
                + ", which has no ONNX export: use one of "
                + KINDS.stream().map(Class::getSimpleName).collect(Collectors.joining(", ")));
    }
}
