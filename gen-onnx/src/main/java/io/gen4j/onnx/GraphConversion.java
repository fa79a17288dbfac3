package io.gen4j.onnx;

import io.gen4j.GenerativeModel;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.nn.graph.InferenceGraph.Input;
import io.gen4j.nn.graph.InferenceGraph.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onnx.Onnx.GraphProto;
import onnx.Onnx.TensorProto.DataType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.layers.AbstractLayer;

/** The conversion of one {@link InferenceGraph} to ONNX, from its outputs back to its inputs. */
final class GraphConversion {

    private final InferenceGraph task;
    private final GenerativeModel model;
    private final ComputationGraphConfiguration configuration;
    private final GraphWriter writer;
    private final LayerConversion layers;
    /** The ONNX value of each converted vertex. */
    private final Map<String, String> values = new HashMap<>();

    GraphConversion(InferenceGraph task, GenerativeModel model) {
        this.task = task;
        this.model = model;
        this.configuration = task.graph().getConfiguration();
        this.writer = new GraphWriter(task.name());
        this.layers = new LayerConversion(task.name(), writer);
    }

    GraphProto convert() {
        task.inputs().forEach(this::addInput);
        task.outputs().forEach(this::addOutput);
        return writer.build();
    }

    private void addInput(Input input) {
        String value = switch (input.name()) {
            case InferenceGraph.IMAGE -> imageInput();
            case InferenceGraph.LABEL -> labelInput();
            case InferenceGraph.LATENT -> {
                writer.addInput(InferenceGraph.LATENT, DataType.FLOAT, model.latentSize());
                yield InferenceGraph.LATENT;
            }
            default ->
                throw new IllegalArgumentException("the input \"" + input.name() + "\" of the " + task.name()
                        + " is unknown: must be z, image or label");
        };
        values.put(input.vertex(), value);
    }

    private String imageInput() {
        ImageShape shape = model.spec().shape();
        writer.addInput(InferenceGraph.IMAGE, DataType.FLOAT, shape.channels(), shape.height(), shape.width());
        return writer.flatten("image_pixels", InferenceGraph.IMAGE);
    }

    /**
     * Creates one-hot rows from the identity matrix, so that ONNX Runtime itself refuses a label that does not exist.
     */
    private String labelInput() {
        int labels = model.spec().labelNames().size();
        writer.addInput(InferenceGraph.LABEL, DataType.INT64);
        float[] identity = new float[labels * labels];
        for (int i = 0; i < labels; i++) {
            identity[i * labels + i] = 1;
        }
        String table = writer.addConstant("label_table", identity, labels, labels);
        return writer.add("Gather", "label_one_hot", List.of(table, InferenceGraph.LABEL));
    }

    private void addOutput(Output output) {
        String value = value(output.vertex());
        if (output.isPart()) {
            value = writer.slice(output.name() + "_columns", value, output.from(), output.to());
        }
        if (output.name().equals(InferenceGraph.IMAGE)) {
            ImageShape shape = model.spec().shape();
            writer.reshape(InferenceGraph.IMAGE, value, shape.channels(), shape.height(), shape.width());
            writer.addOutput(InferenceGraph.IMAGE, shape.channels(), shape.height(), shape.width());
        } else {
            writer.add("Identity", output.name(), List.of(value));
            writer.addOutput(output.name(), model.latentSize());
        }
    }

    private String value(String vertex) {
        String known = values.get(vertex);
        if (known != null) {
            return known;
        }
        if (!configuration.getVertices().containsKey(vertex)) {
            throw new IllegalArgumentException(
                    "the " + task.name() + " needs the graph's input \"" + vertex + "\", which is none of its own");
        }
        List<String> inputs = configuration.getVertexInputs().get(vertex).stream()
                .map(this::value)
                .toList();
        String value = convert(vertex, configuration.getVertices().get(vertex), inputs);
        values.put(vertex, value);
        return value;
    }

    private String convert(String name, GraphVertex vertex, List<String> inputs) {
        // A vertex can share its name with an input or output, so values have separate names.
        String value = "value_" + name;
        if (vertex instanceof LayerVertex layer) {
            String input = preprocess(value + "_input", layer.getPreProcessor(), inputs.get(0));
            return layers.convert(value, (AbstractLayer<?>) task.graph().getLayer(name), input);
        } else if (vertex instanceof MergeVertex merge && merge.getMergeAxis() == 1) {
            return inputs.size() == 1 ? inputs.get(0) : writer.concatenate(value, inputs);
        } else if (vertex instanceof SubsetVertex subset) {
            return writer.slice(value, inputs.get(0), subset.getFrom(), subset.getTo() + 1);
        } else if (vertex instanceof PreprocessorVertex preprocessor) {
            return preprocess(value, preprocessor.getPreProcessor(), inputs.get(0));
        } else if (vertex instanceof ElementWiseVertex elementWise && inputs.size() == 2) {
            return switch (elementWise.getOp()) {
                case Add -> writer.add("Add", value, inputs);
                case Subtract -> writer.add("Sub", value, inputs);
                case Product -> writer.add("Mul", value, inputs);
                default -> throw unsupported(name, vertex + " " + elementWise.getOp());
            };
        }
        throw unsupported(name, vertex.getClass().getSimpleName());
    }

    private String preprocess(String name, InputPreProcessor preprocessor, String input) {
        if (preprocessor == null) {
            return input;
        } else if (preprocessor instanceof FeedForwardToCnnPreProcessor images) {
            return writer.reshape(
                    name, input, images.getNumChannels(), images.getInputHeight(), images.getInputWidth());
        } else if (preprocessor instanceof CnnToFeedForwardPreProcessor) {
            return writer.flatten(name, input);
        }
        throw unsupported(name, preprocessor.getClass().getSimpleName());
    }

    private IllegalArgumentException unsupported(String name, String kind) {
        return new IllegalArgumentException("\"" + name + "\" of the " + task.name() + " is a " + kind
                + ", which has no ONNX export: use one of "
                + Stream.of(
                                LayerVertex.class,
                                MergeVertex.class,
                                SubsetVertex.class,
                                PreprocessorVertex.class,
                                ElementWiseVertex.class)
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ")));
    }
}
