package io.gen4j.app.weights;

import io.gen4j.interop.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shapes of a file's tensors. */
final class FileShapes {

    /** One dimension of a tensor. */
    record Dimension(String tensor, int index) {}

    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    FileShapes(Map<String, Tensor> tensors) {
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    }

    /** The prefixes of each network with tensors of these names and numbers of dimensions. */
    List<String> prefixes(Map<String, long[]> network) {
        List<String> prefixes = new ArrayList<>();
        if (network.isEmpty()) {
            return prefixes;
        }
        String first = network.keySet().iterator().next();
        for (String name : shapes.keySet()) {
            String prefix = name.endsWith(first) ? name.substring(0, name.length() - first.length()) : "?";
            if ((prefix.isEmpty() || prefix.endsWith(".")) && has(network, prefix)) {
                prefixes.add(prefix);
            }
        }
        return prefixes;
    }

    private boolean has(Map<String, long[]> network, String prefix) {
        return network.entrySet().stream().allMatch(tensor -> {
            long[] found = shapes.get(prefix + tensor.getKey());
            return found != null && found.length == tensor.getValue().length;
        });
    }

    /** The size of a network's dimension in the file. */
    long size(String prefix, Dimension dimension) {
        return shapes.get(prefix + dimension.tensor())[dimension.index()];
    }

    /** All dimensions of a network. */
    static List<Dimension> dimensions(Map<String, long[]> network) {
        List<Dimension> dimensions = new ArrayList<>();
        network.forEach((name, shape) -> {
            for (int i = 0; i < shape.length; i++) {
                dimensions.add(new Dimension(name, i));
            }
        });
        return dimensions;
    }
}
