package io.gen4j.app.studio;

import io.gen4j.app.TrainedRuns;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * Takes pictures of every page with 1, 30 and 1,000 runs, at desk and phone width, in both themes, for people to look at. Each
 * sheet has one page in one width and theme, with few runs to the left. Not a test, so it runs only when it is named;
 * docs/studio.md has the command.
 */
class StudioGallery {

    private static final int MOST_HEIGHT = 2600;
    private static final int[] COUNTS = {1, 30, 1000};
    private static final String LONG = "a-long-name-without-a-space-".repeat(3);

    @TempDir
    private Path directory;

    private final Map<String, List<BufferedImage>> sheets = new LinkedHashMap<>();
    private final List<RunFiles> locked = new ArrayList<>();

    @Test
    void take() throws IOException {
        Path images = Files.createDirectories(Path.of(System.getProperty("studio.gallery", "target/gallery")));
        Path trained = Files.createDirectory(directory.resolve("trained"));
        TrainedRuns.train(trained);
        for (int count : COUNTS) {
            Path runs = Files.createDirectory(directory.resolve("runs-" + count));
            copy(trained.resolve("vae"), runs.resolve("vae"));
            if (count > 1) {
                copy(trained.resolve("cgan"), runs.resolve("cgan"));
                fill(runs, count - 2);
            }
            try (Studio studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null));
                    Browser browser = Browser.open(
                            studio.address(), Files.createDirectory(directory.resolve("profile-" + count)))) {
                visit(browser, count > 1);
            }
        }
        for (Map.Entry<String, List<BufferedImage>> sheet : sheets.entrySet()) {
            ImageIO.write(
                    beside(sheet.getValue()),
                    "png",
                    images.resolve(sheet.getKey() + ".png").toFile());
        }
    }

    /** Runs of all states, some in groups, some with long names, one damaged. */
    private void fill(Path runs, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            RunFiles run = RunFiles.make(runs, (i % 10 == 3 ? LONG : "run-") + i);
            locked.add(run); // a run whose lock is collected no longer counts as running
            run.state(List.of("finished", "failed", "stopped", "running").get(i % 4));
            String group = i % 3 == 0 ? "" : i % 3 == 1 ? "baseline" : "wider encoder";
            Files.writeString(
                    run.directory().resolve("notes.json"),
                    "{\"name\":\"%s\",\"group\":\"%s\",\"text\":\"%s\"}"
                            .formatted(i % 5 == 0 ? "Attempt " + i : "", group, i % 7 == 0 ? "learns slowly" : ""));
            if (i == 5) {
                Files.writeString(run.directory().resolve("metrics.csv"), "\0\0\0");
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private void visit(Browser browser, boolean isMany) throws IOException {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("list", "#/runs");
        pages.put("table", "#/runs?view=table");
        pages.put("run", "#/runs/vae");
        pages.put("compare", isMany ? "#/compare/vae/cgan/" + LONG + "3" : "#/compare");
        pages.put("play-vae", "#/play/vae");
        pages.put("play-cgan", isMany ? "#/play/cgan?sliders=sefa" : "#/play/none");
        pages.put("trash", "#/trash");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            for (boolean isDark : new boolean[] {false, true}) {
                for (Dimension size : List.of(Browser.DESK, Browser.PHONE)) {
                    browser.preferDark(isDark);
                    browser.resize(size);
                    browser.go(page.getValue());
                    browser.settle();
                    String name = page.getKey()
                            + (size.equals(Browser.DESK) ? "-desk" : "-phone")
                            + (isDark ? "-dark" : "-light");
                    sheets.computeIfAbsent(name, key -> new ArrayList<>()).add(picture(browser, size));
                }
            }
        }
    }

    /** The page from its top, as far down as it goes, up to a height. */
    private static BufferedImage picture(Browser browser, Dimension size) throws IOException {
        long height = (Long) browser.script("return document.documentElement.scrollHeight");
        Map<String, Object> clip =
                Map.of("x", 0, "y", 0, "width", size.width, "height", Math.min(MOST_HEIGHT, height), "scale", 1);
        Object data = browser.driver()
                .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
                .get("data");
        byte[] png = Base64.getDecoder().decode(String.valueOf(data).getBytes(StandardCharsets.US_ASCII));
        ImageIO.setUseCache(false);
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static BufferedImage beside(List<BufferedImage> pictures) {
        int width = pictures.stream().mapToInt(BufferedImage::getWidth).sum() + 20 * (pictures.size() - 1);
        int height = pictures.stream().mapToInt(BufferedImage::getHeight).max().orElseThrow();
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setColor(Color.GRAY);
        graphics.fillRect(0, 0, width, height);
        int x = 0;
        for (BufferedImage picture : pictures) {
            graphics.drawImage(picture, x, 0, null);
            x += picture.getWidth() + 20;
        }
        graphics.dispose();
        return sheet;
    }
}
