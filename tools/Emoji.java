import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Makes a folder of colour pictures with labels: the 64 x 64 emoji of the npm package emoji-datasource-twitter, on white, in
 * one folder per category of the package emoji-datasource. The pictures are Twitter's, under CC-BY 4.0.
 *
 * <pre>
 * java tools/Emoji.java emoji
 * ./gen train dcgan --data emoji --rgb --image-size 64 --preset best --conditional --diff-augment
 * </pre>
 *
 * It needs npm, node and tar.
 */
public final class Emoji {

    /** Both packages have the same emoji in this version. */
    private static final String VERSION = "16.0.0";

    /** A line per emoji with a picture of its own: file and category. Skin tones are variations of one, and left out. */
    private static final String LIST = "for (const e of JSON.parse(require('fs').readFileSync(0)))"
            + " if (e.has_img_twitter && e.category !== 'Component') console.log(e.image + '\t' + e.category)";

    private Emoji() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: java tools/Emoji.java FOLDER");
            System.exit(2);
        }
        Path folder = Path.of(arguments[0]);
        if (Files.exists(folder)) {
            System.err.println(folder + " exists: name a new folder");
            System.exit(2);
        }
        Path packages = Files.createTempDirectory("emoji");
        try {
            Path data = fetch(packages, "emoji-datasource", "package/emoji.json");
            Path pictures = fetch(packages, "emoji-datasource-twitter", "package/img/twitter/64");
            write(list(data.resolve("emoji.json")), pictures.resolve("img/twitter/64"), folder);
        } finally {
            delete(packages);
        }
    }

    /** Downloads a package and unpacks a part of it. Returns the folder of the package. */
    private static Path fetch(Path packages, String name, String part) throws IOException, InterruptedException {
        System.out.println("fetching " + name + " " + VERSION);
        Path folder = Files.createDirectory(packages.resolve(name));
        run(folder, "npm", "pack", "--silent", name + "@" + VERSION);
        run(folder, "tar", "-xzf", name + "-" + VERSION + ".tgz", part);
        return folder.resolve("package");
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }

    private static List<String> list(Path json) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "-e", LIST)
                .redirectInput(json.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (node.waitFor() != 0 || lines.isEmpty()) {
            throw new IOException("node could not read " + json.getFileName());
        }
        return lines;
    }

    private static void write(List<String> lines, Path pictures, Path folder) throws IOException {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split("\t");
            String category = parts[1].toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
            Path target = Files.createDirectories(folder.resolve(category)).resolve(parts[0]);
            ImageIO.write(onWhite(ImageIO.read(pictures.resolve(parts[0]).toFile())), "png", target.toFile());
            counts.merge(category, 1, Integer::sum);
        }
        counts.forEach((category, count) -> System.out.println(category + ": " + count));
        System.out.println("wrote " + lines.size() + " pictures to " + folder);
    }

    private static BufferedImage onWhite(BufferedImage picture) {
        BufferedImage result =
                new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return result;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
