package io.gen4j.interop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The JSON object at the start of a safetensors file: the names of its tensors, and the places of their numbers. */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

    private static final String METADATA = "__metadata__";
    private static final int MAX_NESTING = 8;
    private static final int MAX_RANK = 64;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One tensor.
     *
     * @param begin of its bytes, counted from the end of the header
     * @param end of its bytes
     */
    record Entry(String name, TensorType type, long[] shape, long begin, long end) {}

    /**
     * Reads a header and checks that its tensors fill the rest of the file, without gap or overlap.
     *
     * @param dataSize bytes that follow the header
     */
    static SafetensorsHeader parse(ByteBuffer bytes, long dataSize, Path file) throws InvalidDataException {
        SafetensorsHeader header = new Parser(file).header(bytes);
        header.checkOffsets(dataSize, file);
        return header;
    }

    private void checkOffsets(long dataSize, Path file) throws InvalidDataException {
        List<Entry> inOrder = entries.stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
        long expected = 0;
        for (Entry entry : inOrder) {
            String start =
                    file + ": tensor \"" + Printable.of(entry.name) + "\" lies at " + entry.begin + " to " + entry.end;
            if (entry.begin != expected) {
                throw new InvalidDataException(start + ": expected its start at " + expected
                        + (entry.begin < expected ? ", behind the tensor that it overlaps" : ", without a gap"));
            }
            if (entry.end > dataSize) {
                throw new InvalidDataException(
                        start + ", and the file ends at " + dataSize + ": it is truncated, get it again");
            }
            expected = entry.end;
        }
        if (expected != dataSize) {
            throw new InvalidDataException(
                    file + " goes on after its tensors: expected " + expected + " bytes of them, found " + dataSize);
        }
    }

    /** As JSON, in the order of {@link #entries()}, without white space. */
    byte[] toJson() {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(header.putObject(METADATA)::put);
        }
        for (Entry entry : entries) {
            ObjectNode node = header.putObject(entry.name);
            node.put("dtype", entry.type.name());
            Arrays.stream(entry.shape).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(entry.begin).add(entry.end);
        }
        return header.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads JSON of one file. */
    private record Parser(Path file) {

        SafetensorsHeader header(ByteBuffer bytes) throws InvalidDataException {
            JsonNode root = json(bytes);
            if (!root.isObject()) {
                throw new InvalidDataException(file + " has a header that is no JSON object");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            List<Entry> entries = new ArrayList<>();
            for (Map.Entry<String, JsonNode> property : root.properties()) {
                if (property.getKey().equals(METADATA)) {
                    addMetadata(property.getValue(), metadata);
                } else {
                    entries.add(entry(property.getKey(), property.getValue()));
                }
            }
            return new SafetensorsHeader(metadata, entries);
        }

        private JsonNode json(ByteBuffer bytes) throws InvalidDataException {
            try {
                // Jackson would take UTF-16 and UTF-32 as well.
                String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
                return JSON.readTree(text);
            } catch (CharacterCodingException e) {
                throw new InvalidDataException(file + " has a header that is not UTF-8", e);
            } catch (JsonProcessingException e) {
                throw new InvalidDataException(
                        file + " has a header that is not JSON: " + Printable.of(e.getOriginalMessage()), e);
            }
        }

        private void addMetadata(JsonNode node, Map<String, String> metadata) throws InvalidDataException {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                metadata.put(property.getKey(), property.getValue().asText());
            }
            if (!node.isObject() || !values(node).allMatch(JsonNode::isTextual)) {
                throw new InvalidDataException(file + ": " + METADATA + " must be an object of strings");
            }
        }

        private Entry entry(String name, JsonNode node) throws InvalidDataException {
            TensorType type = type(name, node.path("dtype"));
            long[] shape = naturals(name, "shape", node.path("shape"));
            long[] offsets = naturals(name, "data_offsets", node.path("data_offsets"));
            if (offsets.length != 2) {
                throw bad(name, "data_offsets " + shown(node.path("data_offsets")), "a start and an end");
            }
            if (shape.length > MAX_RANK) {
                throw bad(name, "a shape of " + shape.length + " dimensions", "at most " + MAX_RANK);
            }
            long size = size(name, shape, type);
            if (offsets[1] - offsets[0] != size) {
                throw bad(
                        name,
                        "data_offsets " + Tensor.text(offsets),
                        size + " bytes for " + type + " " + Tensor.text(shape));
            }
            return new Entry(name, type, shape, offsets[0], offsets[1]);
        }

        private TensorType type(String name, JsonNode node) throws InvalidDataException {
            TensorType type = typeNamed(node.asText());
            if (!node.isTextual() || type == null) {
                String known = Stream.of(TensorType.values()).map(Enum::name).collect(Collectors.joining(", "));
                throw bad(name, "dtype " + shown(node), "one of " + known);
            }
            return type;
        }

        private static @Nullable TensorType typeNamed(String name) {
            return Stream.of(TensorType.values())
                    .filter(type -> type.name().equals(name))
                    .findAny()
                    .orElse(null);
        }

        private long[] naturals(String name, String key, JsonNode node) throws InvalidDataException {
            boolean valid = node.isArray();
            for (JsonNode element : node) {
                valid &= element.isIntegralNumber() && element.canConvertToLong() && element.asLong() >= 0;
            }
            if (!valid) {
                throw bad(name, key + " " + shown(node), "a list of whole numbers from 0");
            }
            return values(node).mapToLong(JsonNode::asLong).toArray();
        }

        private long size(String name, long[] shape, TensorType type) throws InvalidDataException {
            try {
                // A dimension of 0 must not hide an overflow of the others, or their order would matter.
                return Arrays.stream(shape).anyMatch(length -> length == 0)
                        ? 0
                        : Arrays.stream(shape).reduce(type.size(), Math::multiplyExact);
            } catch (ArithmeticException e) {
                throw bad(name, "shape " + Tensor.text(shape), "fewer numbers");
            }
        }

        private InvalidDataException bad(String name, String found, String expected) {
            return new InvalidDataException(
                    file + ": tensor \"" + Printable.of(name) + "\" has " + found + ": expected " + expected);
        }

        private static String shown(JsonNode node) {
            return node.isMissingNode() ? "missing" : Printable.of(node.toString());
        }
    }

    /** Older versions of Jackson, such as those on the class path of a Spark cluster, have no stream of their own. */
    private static Stream<JsonNode> values(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
