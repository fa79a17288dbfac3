package io.gen4j.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** A builder of the nodes and constants of one ONNX graph. Each node has one output, with the node's name. */
final class GraphWriter {

    private static final String BATCH = "n";

    private final GraphProto.Builder graph;

    GraphWriter(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    GraphProto build() {
        return graph.build();
    }

    /** Adds an input of {@code [n, sides…]}. */
    void addInput(String name, DataType type, long... sides) {
        graph.addInput(valueInfo(name, type, sides));
    }

    /** Adds a float output {@code [n, sides…]}, which a node computes. */
    void addOutput(String name, long... sides) {
        graph.addOutput(valueInfo(name, DataType.FLOAT, sides));
    }

    /** Adds a node. Returns the name of its output. */
    String add(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    /** Reshapes a value with as many numbers per image to {@code [n, channels, height, width]}. */
    String reshape(String output, String input, long channels, long height, long width) {
        String shape = addConstant(output + "_shape", new long[] {-1, channels, height, width});
        return add("Reshape", output, List.of(input, shape));
    }

    /** Reshapes a value to {@code [n, all the rest]}. */
    String flatten(String output, String input) {
        return add("Flatten", output, List.of(input), attribute("axis", 1));
    }

    /** Selects the columns or channels {@code from} to {@code to - 1}. */
    String slice(String output, String input, long from, long to) {
        return add(
                "Slice",
                output,
                List.of(input),
                attribute("axes", List.of(1L)),
                attribute("starts", List.of(from)),
                attribute("ends", List.of(to)));
    }

    /** Appends the columns or channels of one value to those of another. */
    String concatenate(String output, List<String> inputs) {
        return add("Concat", output, inputs, attribute("axis", 1));
    }

    /** Adds numbers in row-major order. Returns {@code name}. */
    String addConstant(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        graph.addInitializer(tensor(name, DataType.FLOAT, bytes, shape));
        return name;
    }

    private String addConstant(String name, long[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        graph.addInitializer(tensor(name, DataType.INT64, bytes, values.length));
        return name;
    }

    private static TensorProto.Builder tensor(String name, DataType type, ByteBuffer bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        for (long side : shape) {
            tensor.addDims(side);
        }
        return tensor;
    }

    private static ValueInfoProto valueInfo(String name, DataType type, long... sides) {
        TensorShapeProto.Builder shape =
                TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam(BATCH));
        for (long side : sides) {
            shape.addDim(Dimension.newBuilder().setDimValue(side));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    static AttributeProto attribute(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }
}
