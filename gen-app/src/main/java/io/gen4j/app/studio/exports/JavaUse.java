package io.gen4j.app.studio.exports;

import io.gen4j.app.console.Versions;
import io.gen4j.app.studio.runs.RunSummary;
import io.gen4j.app.studio.runs.StoredRun;
import java.util.Set;

/**
 * The text to use a run's model in Java.
 *
 * @param maven the dependencies
 * @param program that draws images with the download of the model
 */
record JavaUse(String maven, String program) {

    private static final Set<String> MODULES = Set.of("vae", "gan", "cgan", "dcgan");

    static JavaUse of(StoredRun run) {
        return new JavaUse(maven(run.summary().family()), program(run.summary()));
    }

    private static String maven(String family) {
        String module = family.equals("ae") ? "gen-vae" : MODULES.contains(family) ? "gen-" + family : "gen-common";
        return dependency("io.gen4j", module, Versions.all().get("gen4j"), "")
                + dependency("org.nd4j", "nd4j-native", Versions.all().get("dl4j"), "  <scope>runtime</scope>\n");
    }

    private static String dependency(String group, String artifact, String version, String more) {
        return "<dependency>\n  <groupId>" + group + "</groupId>\n  <artifactId>" + artifact
                + "</artifactId>\n  <version>" + version + "</version>\n" + more + "</dependency>\n";
    }

    private static String program(RunSummary run) {
        String file = ExportFormat.MODEL.file(run.id());
        boolean isAsked = run.conditional() && !run.labels().isEmpty();
        String imports = (isAsked ? "import io.gen4j.ConditionalModel;\n" : "")
                + "import io.gen4j.GenerativeModel;\nimport io.gen4j.image.Png;\nimport io.gen4j.persist.ModelFile;\n"
                + "import java.nio.file.Path;\n";
        String drawn = isAsked
                ? "((ConditionalModel) model).sample(" + quoted(run.labels().get(0)) + ", 16, 1)"
                : "model.sample(16, 1)";
        return imports + """

                public class Draw {
                    public static void main(String[] arguments) throws Exception {
                        try (GenerativeModel model = ModelFile.load(Path.of("%s"))) {
                            Png.write(Path.of("images.png"), model.grid(%s, 8));
                        }
                    }
                }
                """.formatted(file, drawn);
    }

    /** A label may hold any character, and a program is no place for most of them. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                // Java would take a line end in Unicode's form for one.
                quoted.append("\\%03o".formatted(c));
            } else if (c > '~') {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
