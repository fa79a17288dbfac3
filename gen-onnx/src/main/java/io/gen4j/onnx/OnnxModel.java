package io.gen4j.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.file.AtomicFile;
import io.gen4j.nn.graph.InferenceGraph;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.Version;

/**
 * One task of a trained model in the ONNX format: a generator, a decoder or an encoder. Use it to run the model where there
 * is no Deeplearning4j, with ONNX Runtime for instance.
 *
 * <p>Inputs and outputs have names, and a batch of any size {@code n}:
 *
 * <ul>
 *   <li>{@code z}: float, {@code [n, latentSize]}
 *   <li>{@code label}: int64, {@code [n]}, indices into the metadata's {@code labels}; conditional models alone
 *   <li>{@code image}: float, {@code [n, channels, height, width]}, from the metadata's {@code pixel_min} to {@code pixel_max}
 *   <li>{@code mean}, {@code log_variance}: float, {@code [n, latentSize]}, of a variational encoder
 * </ul>
 *
 * <p>The metadata also has {@code family}, {@code latent_size}, {@code channels}, {@code height} and {@code width}. The
 * operators are those of opset {@value #OPSET}. Equal weights give equal bytes.
 *
 * <pre>{@code
 * for (OnnxModel part : OnnxModel.of(model)) {
 *     part.write(directory.resolve(part.name() + ".onnx"));
 * }
 * }</pre>
 */
public final class OnnxModel {

    /** The operator set, the oldest one that ONNX Runtime supports in full. */
    public static final int OPSET = 7;

    /** The maximum number of parameters in one file. Protocol buffers end at 2 GiB. */
    private static final long MAX_PARAMETERS = (Integer.MAX_VALUE - (1 << 20)) / Float.BYTES;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final ModelProto proto;

    private OnnxModel(String name, ModelProto proto) {
        this.name = name;
        this.proto = proto;
    }

    /**
     * Converts all tasks of a model. The first one draws images.
     *
     * @throws IllegalArgumentException if the model names no graph to export, or has a layer without an ONNX
     *     counterpart; the message names it
     */
    public static List<OnnxModel> of(GenerativeModel model) {
        List<InferenceGraph> graphs = model.inferenceGraphs();
        if (graphs.isEmpty()) {
            throw new IllegalArgumentException("the model family " + model.family()
                    + " has no ONNX export: its class must override inferenceGraphs()");
        }
        return graphs.stream().map(graph -> of(graph, model)).toList();
    }

    /**
     * Converts one task of a model.
     *
     * @throws IllegalArgumentException as {@link #of(GenerativeModel)}, or if there are more parameters than an ONNX
     *     file holds
     */
    public static OnnxModel of(InferenceGraph graph, GenerativeModel model) {
        Objects.requireNonNull(model, "model");
        long parameters = graph.graph().numParams();
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException("the " + graph.name() + " has " + parameters
                    + " parameters: an ONNX file holds at most " + MAX_PARAMETERS);
        }
        ModelProto.Builder proto = ModelProto.newBuilder()
                .setIrVersion(Version.IR_VERSION_2019_1_22_VALUE)
                .setProducerName("Gen4J")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(new GraphConversion(graph, model).convert());
        metadata(graph, model)
                .forEach((key, value) -> proto.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return new OnnxModel(graph.name(), proto.build());
    }

    private static Map<String, String> metadata(InferenceGraph graph, GenerativeModel model) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("family", model.family());
        metadata.put("task", graph.name());
        metadata.put("latent_size", Integer.toString(model.latentSize()));
        metadata.put("prior", hasPrior(model) ? "normal" : "none");
        metadata.put("channels", Integer.toString(model.spec().shape().channels()));
        metadata.put("height", Integer.toString(model.spec().shape().height()));
        metadata.put("width", Integer.toString(model.spec().shape().width()));
        metadata.put("pixel_min", Float.toString(model.pixelRange().toValue((byte) 0)));
        metadata.put("pixel_max", Float.toString(model.pixelRange().toValue((byte) 255)));
        if (graph.takesLabels()) {
            metadata.put("labels", json(model.spec().labelNames()));
        }
        return metadata;
    }

    private static boolean hasPrior(GenerativeModel model) {
        return !(model instanceof EncoderModel encoder) || encoder.hasNormalLatents();
    }

    private static String json(List<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings always have a JSON form", e);
        }
    }

    /** The task, such as {@code generator}, {@code decoder} or {@code encoder}. Use it in the name of the file. */
    public String name() {
        return name;
    }

    /** The metadata in the file, see {@link OnnxModel}. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        proto.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        return metadata;
    }

    /** The serialised {@code onnx.ModelProto}. */
    public byte[] toByteArray() {
        return proto.toByteArray();
    }

    /**
     * Writes the model into a new file.
     *
     * @throws FileAlreadyExistsException if the file exists
     */
    public void write(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        AtomicFile.create(file, proto::writeTo);
    }
}
