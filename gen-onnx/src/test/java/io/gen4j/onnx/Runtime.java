package io.gen4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.gen4j.runtime.HostMemory;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An exported model in ONNX Runtime. */
final class Runtime implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();

    Runtime(OnnxModel model) throws OrtException {
        session = environment.createSession(model.toByteArray());
    }

    Runtime with(String input, INDArray rows, long... shape) throws OrtException {
        float[] values = new float[(int) rows.length()];
        HostMemory.read(rows, 0, values, values.length);
        inputs.put(input, OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
        return this;
    }

    Runtime with(String input, int... labels) throws OrtException {
        long[] values = Arrays.stream(labels).asLongStream().toArray();
        inputs.put(input, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {values.length}));
        return this;
    }

    /** An output, {@code [n, everything else]}. */
    INDArray run(String output) throws OrtException {
        try (OrtSession.Result result = session.run(inputs)) {
            OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
            float[] values = new float[tensor.getFloatBuffer().remaining()];
            tensor.getFloatBuffer().get(values);
            long n = tensor.getInfo().getShape()[0];
            return Nd4j.createFromArray(values).reshape(n, values.length / n);
        }
    }

    Map<String, String> metadata() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    /** {@code name[sides]} of each input and output. */
    String signature() throws OrtException {
        StringBuilder text = new StringBuilder();
        session.getInputInfo().values().forEach(input -> text.append(input).append('\n'));
        session.getOutputInfo().values().forEach(output -> text.append(output).append('\n'));
        return text.toString();
    }

    @Override
    public void close() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        session.close();
    }
}
