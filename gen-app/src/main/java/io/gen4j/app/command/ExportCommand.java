package io.gen4j.app.command;

import io.gen4j.GenerativeModel;
import io.gen4j.app.export.HubExport;
import io.gen4j.app.export.OnnxExport;
import io.gen4j.app.export.TrainedNetworks;
import io.gen4j.app.export.WebExport;
import io.gen4j.app.option.NewFile;
import io.gen4j.app.option.PrefixedFile;
import io.gen4j.app.option.RunOption;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gen export}, which writes a trained model for other programs. */
@Command(
        name = "export",
        description = "Writes a trained model for other programs: its weights under PyTorch's names, or its networks "
                + "for ONNX Runtime.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  gen export --run runs/vae-20260101-120000 --out vae.safetensors",
            "  gen export --run runs/gan-20260101-120000 --out G=G.safetensors --out D=D.safetensors",
            "  gen export --run runs/vae-20260101-120000 --format onnx --out vae-onnx",
            "  gen export --run runs/vae-20260101-120000 --format hub --out vae-hub"
        })
public final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOption run;

    /** The formats of an exported model. */
    enum Format {
        /** The tensors under PyTorch's names. */
        SAFETENSORS,
        /** The networks for ONNX Runtime. */
        ONNX,
        /** A page that draws images in a browser. */
        WEB,
        /** The weights, the settings and a model card, in the layout of published models. */
        HUB
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "safetensors",
            description = "safetensors: the weights, under the names and in the shapes of PyTorch's state_dict. onnx: "
                    + "a file per network, FILE.onnx for the one that draws alone. web: a static page that draws in "
                    + "the browser. hub: weights, settings and a model card, as models are published. Default "
                    + "${DEFAULT-VALUE}.")
    private Format format = Format.SAFETENSORS;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "[PREFIX=]FILE|DIR",
            converter = PrefixedFile.Converter.class,
            description =
                    "A file that does not exist yet; an empty or new directory for the other formats. For safetensors, "
                            + "PREFIX=FILE writes the tensors whose names start so, without the prefix: G for a "
                            + "generator, D for a discriminator.")
    private List<PrefixedFile> outs = List.of();

    @Option(
            names = "--runtime",
            paramLabel = "FILE.tgz|DIR",
            description = "For web: the npm package onnxruntime-web, as \"npm pack onnxruntime-web\" writes it, or its "
                    + "directory. Default: node_modules/onnxruntime-web.")
    private @Nullable Path runtime;

    @Override
    public Integer call() throws IOException {
        if (runtime != null && format != Format.WEB) {
            throw new IllegalArgumentException("--runtime is for --format web: leave it out");
        }
        switch (format) {
            case SAFETENSORS -> exportWeights();
            case ONNX -> exportOnnx();
            case WEB -> exportWeb();
            case HUB -> exportHub();
        }
        return 0;
    }

    private void exportOnnx() throws IOException {
        OnnxExport export = new OnnxExport(onlyOut());
        try (GenerativeModel model = run.load()) {
            export.write(model, spec.commandLine().getOut());
        }
    }

    private void exportWeb() throws IOException {
        WebExport export = new WebExport(onlyOut(), runtime);
        try (GenerativeModel model = run.load()) {
            export.write(model, spec.commandLine().getOut());
        }
    }

    private void exportHub() throws IOException {
        HubExport export = new HubExport(onlyOut());
        PrintWriter messages = spec.commandLine().getOut();
        try (GenerativeModel model = run.load()) {
            export.write(model, trained(model, messages), run.directory(), messages);
        }
    }

    /** The path for a format without prefixes. */
    private Path onlyOut() {
        if (outs.size() > 1 || !outs.get(0).prefix().isEmpty()) {
            throw new IllegalArgumentException("--out must be given once, without PREFIX=, for --format "
                    + format.name().toLowerCase(Locale.ROOT));
        }
        return outs.get(0).file();
    }

    private void exportWeights() throws IOException {
        for (PrefixedFile out : outs) {
            NewFile.require(out.file());
        }
        PrintWriter messages = spec.commandLine().getOut();
        Map<String, Tensor> tensors;
        try (GenerativeModel model = run.load()) {
            tensors = StateDict.export(trained(model, messages));
        }
        Map<Path, SafetensorsFile> files = new LinkedHashMap<>();
        for (PrefixedFile out : outs) {
            files.put(out.file(), part(out, tensors));
        }
        for (Map.Entry<Path, SafetensorsFile> entry : files.entrySet()) {
            entry.getValue().write(entry.getKey());
            messages.println("wrote " + entry.getKey() + ": "
                    + entry.getValue().tensors().size() + " tensors");
        }
    }

    private List<StateDict> trained(GenerativeModel model, PrintWriter messages) throws IOException {
        return TrainedNetworks.of(model, run::network, messages::println);
    }

    private static SafetensorsFile part(PrefixedFile out, Map<String, Tensor> tensors) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(out.prefix())) {
                part.put(name.substring(out.prefix().length()), tensor);
            }
        });
        if (part.isEmpty()) {
            throw new IllegalArgumentException("--out is " + out.prefix().replace('.', '=') + out.file()
                    + ": the prefix must be that of a tensor, such as "
                    + tensors.keySet().stream().limit(3).collect(Collectors.joining(", ")));
        }
        return new SafetensorsFile(Map.of("format", "pt"), part);
    }
}
