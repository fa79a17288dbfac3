package io.gen4j.app.studio.workshop.choice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.ModelConfigs;
import io.gen4j.app.option.DataSource;
import io.gen4j.app.option.SettingOptions;
import io.gen4j.data.source.Mnist;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A Java program that trains as a plan does, to copy. */
final class JavaText {

    private static final int MAX_PAIRS = 10;

    private final TrainingPlan plan;
    private final TreeSet<String> imports = new TreeSet<>();
    private final List<String> lines = new ArrayList<>();

    private JavaText(TrainingPlan plan) {
        this.plan = plan;
    }

    static String of(TrainingPlan plan) {
        return new JavaText(plan).program();
    }

    private String program() {
        Stream.of(
                        "io.gen4j.GenerativeModel",
                        "io.gen4j.ImageSpec",
                        "io.gen4j.ModelFamilies",
                        "io.gen4j.data.ImageDataset",
                        "io.gen4j.run.RunDirectory",
                        "io.gen4j.run.TrainingRun",
                        "java.nio.file.Path",
                        "java.time.LocalDateTime",
                        "java.util.Map")
                .forEach(imports::add);
        readImages();
        String name = plan.family().name();
        lines.add("RunDirectory run = RunDirectory.create(Path.of(\"runs\"), \"" + name + "\", LocalDateTime.now());");
        lines.add("try (GenerativeModel model = ModelFamilies.create(\"" + name + "\", " + settings()
                + ", ImageSpec.of(train))) {");
        lines.add("    TrainingRun.builder(model, train, run).test(test).build().run();");
        lines.add("}");
        StringBuilder text = new StringBuilder();
        imports.forEach(each -> text.append("import ").append(each).append(";\n"));
        text.append("\npublic class Train {\n    public static void main(String[] arguments) throws Exception {\n");
        lines.forEach(line -> text.append("        ").append(line).append('\n'));
        return text.append("    }\n}\n").toString();
    }

    private void readImages() {
        String source = plan.source();
        if (source.equals(DataSource.SYNTHETIC)) {
            imports.add("io.gen4j.data.synthetic.SyntheticDigits");
            String seed = plan.settings().path("seed").asText() + "L";
            lines.add(
                    "ImageDataset train = SyntheticDigits.draw(" + plan.images() + ", " + seed + ")" + resized() + ";");
            lines.add("ImageDataset test = SyntheticDigits.draw(10_000, ~" + seed + ")" + resized() + ";");
            return;
        }
        for (Mnist mnist : Mnist.values()) {
            if (mnist.id().equals(source)) {
                imports.add("io.gen4j.data.DataSplit");
                imports.add("io.gen4j.data.source.Mnist");
                lines.add("ImageDataset train = Mnist." + mnist.name() + ".load(DataSplit.TRAIN)" + limited()
                        + resized() + ";");
                lines.add("ImageDataset test = Mnist." + mnist.name() + ".load(DataSplit.TEST)" + resized() + ";");
                return;
            }
        }
        imports.add("io.gen4j.data.ImageShape");
        imports.add("io.gen4j.data.source.PictureLoader");
        int side = plan.side();
        lines.add("PictureLoader loader = PictureLoader.of(new ImageShape("
                + (plan.request().rgb() ? 3 : 1) + ", " + side + ", " + side + "));");
        lines.add("PictureLoader.Images images = loader"
                + (plan.request().limit() == null
                        ? ""
                        : ".limit(" + plan.request().limit() + ", "
                                + plan.settings().path("seed").asText() + "L)")
                + ".load(Path.of(" + quoted(source) + "), System.out::println);");
        lines.add("ImageDataset train = images.train();");
        lines.add("ImageDataset test = images.test();");
    }

    private String limited() {
        return plan.request().limit() == null
                ? ""
                : ".spread(" + plan.request().limit() + ", "
                        + plan.settings().path("seed").asText() + "L)";
    }

    private String resized() {
        return plan.side() == TrainingPlan.USUAL_SIDE ? "" : ".resized(" + plan.side() + ")";
    }

    /** The settings that differ from the family's defaults. */
    private String settings() {
        ObjectNode defaults = ModelConfigs.toJson(plan.family().defaults());
        List<String> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : plan.settings().properties()) {
            if (!each.getValue().equals(defaults.path(each.getKey()))) {
                entries.add(quoted(each.getKey()) + ", " + value(each.getValue()));
            }
        }
        if (entries.size() <= MAX_PAIRS) {
            return "Map.of(" + String.join(", ", entries) + ")";
        }
        return "Map.ofEntries("
                + String.join(
                        ", ",
                        entries.stream().map(each -> "Map.entry(" + each + ")").toList())
                + ")";
    }

    private static String value(JsonNode value) {
        if (value.isTextual()) {
            return quoted(value.asText());
        }
        return value.isLong() ? value.asText() + "L" : value.isDouble() ? decimal(value) : value.asText();
    }

    private static String decimal(JsonNode value) {
        String text = SettingOptions.text(value);
        return text.contains(".") ? text : text + ".0";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
