package io.gen4j.app.weights;

import io.gen4j.app.option.PrefixedFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.StateTensor;
import io.gen4j.interop.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tensors of safetensors files from other programs, renamed to a model's names. PyTorch's wrappers put {@code
 * module} and {@code _orig_mod} into names, and a network can have any prefix.
 */
public record ForeignWeights(Map<String, Tensor> tensors, String source) {

    private static final Set<String> WRAPPERS = Set.of("module", "_orig_mod");
    private static final int NAMES_SHOWN = 6;

    /** Reads one or more files. No two tensors may have the same name. */
    public static ForeignWeights read(List<PrefixedFile> files) throws IOException {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (PrefixedFile each : files) {
            for (Map.Entry<String, Tensor> tensor :
                    SafetensorsFile.read(each.file()).tensors().entrySet()) {
                String name = each.prefix() + unwrapped(tensor.getKey());
                if (all.put(name, tensor.getValue()) != null) {
                    throw new InvalidDataException(
                            each.file() + ": tensor \"" + Printable.of(name) + "\" is in another file too");
                }
            }
        }
        String source = files.stream().map(each -> each.file().toString()).collect(Collectors.joining(", "));
        return new ForeignWeights(all, source);
    }

    private static String unwrapped(String name) {
        return Stream.of(name.split("\\.", -1))
                .filter(part -> !WRAPPERS.contains(part))
                .collect(Collectors.joining("."));
    }

    /**
     * Copies the tensors into a model's networks.
     *
     * @param ignoreExtra whether to skip tensors that the model does not have, rather than refuse them
     * @return the networks that received weights
     * @throws InvalidDataException if a tensor is missing, superfluous or of another shape
     */
    public List<StateDict> load(List<StateDict> networks, boolean ignoreExtra) throws InvalidDataException {
        Map<String, Tensor> renamed = renamed(networks);
        Set<String> known = new TreeSet<>();
        networks.forEach(network -> network.tensors().forEach(tensor -> known.add(tensor.name())));
        List<String> extra = renamed.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .toList();
        if (!extra.isEmpty()) {
            boolean complete =
                    networks.stream().filter(StateDict::generates).allMatch(network -> has(renamed, network));
            if (complete && !ignoreExtra) {
                throw new InvalidDataException(source + " has tensors that the model does not have: "
                        + extra.stream().limit(NAMES_SHOWN).map(Printable::of).collect(Collectors.joining(", "))
                        + (extra.size() > NAMES_SHOWN ? " …" : "") + "; --ignore-extra leaves them out");
            }
            if (complete) {
                renamed.keySet().removeAll(extra);
            }
        }
        return StateDict.load(networks, renamed, source);
    }

    private static boolean has(Map<String, Tensor> tensors, StateDict network) {
        return network.tensors().stream().allMatch(tensor -> tensors.containsKey(tensor.name()));
    }

    private Map<String, Tensor> renamed(List<StateDict> networks) throws InvalidDataException {
        Map<String, Tensor> renamed = new LinkedHashMap<>(tensors);
        for (StateDict network : networks) {
            boolean named = network.tensors().stream().anyMatch(tensor -> tensors.containsKey(tensor.name()));
            List<String> found = named ? List.of() : prefixes(network, renamed);
            if (found.size() > 1) {
                throw new InvalidDataException(source + " has several networks that could be the " + network.network()
                        + ", " + String.join(" and ", found) + ": give each network a file of its own");
            }
            if (found.size() == 1) {
                rename(network, found.get(0), renamed);
            }
        }
        return renamed;
    }

    /** The possible prefixes of a network's names, in place of the model's own prefix. */
    private static List<String> prefixes(StateDict network, Map<String, Tensor> given) {
        String own = prefix(network);
        String first = network.tensors().get(0).name().substring(own.length());
        List<String> found = new ArrayList<>();
        for (String name : given.keySet()) {
            String prefix = name.endsWith(first) ? name.substring(0, name.length() - first.length()) : "?";
            if ((prefix.isEmpty() || prefix.endsWith(".")) && fits(network, own, prefix, given)) {
                found.add(prefix);
            }
        }
        return found;
    }

    private static boolean fits(StateDict network, String own, String prefix, Map<String, Tensor> given) {
        for (StateTensor tensor : network.tensors()) {
            Tensor found = given.get(prefix + tensor.name().substring(own.length()));
            if (found == null || !Arrays.equals(found.shape(), tensor.shape())) {
                return false;
            }
        }
        return true;
    }

    private static void rename(StateDict network, String prefix, Map<String, Tensor> tensors) {
        String own = prefix(network);
        for (StateTensor tensor : network.tensors()) {
            tensors.put(tensor.name(), tensors.remove(prefix + tensor.name().substring(own.length())));
        }
    }

    /** The common prefix of all names of a network, up to a dot. */
    static String prefix(StateDict network) {
        String common = network.tensors().get(0).name();
        for (StateTensor tensor : network.tensors()) {
            while (!tensor.name().startsWith(common)) {
                common = common.substring(0, common.length() - 1);
            }
        }
        return common.substring(0, common.lastIndexOf('.') + 1);
    }
}
