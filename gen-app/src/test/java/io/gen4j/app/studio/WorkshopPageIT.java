package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.gen4j.app.studio.workshop.WorkshopConfig;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** From a folder of pictures to a generator, in a real browser, with trainings in processes of their own. */
@Tag("browser")
@Timeout(600)
class WorkshopPageIT {

    private static final String STAGE = ".stage .big";
    private static final List<String> SHAPES = List.of("circle", "cross", "square");
    private static final int EACH = 20;

    @TempDir
    private Path home;

    private Path runs;
    private Path pictures;
    private Studio studio;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        runs = home.resolve("runs");
        pictures = makePictures(Files.createDirectory(home.resolve("shapes")));
        studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null)
                .withWorkshop(WorkshopConfig.in(home.resolve("datasets"))));
        browser = Browser.open(studio.address(), Files.createDirectory(home.resolve("profile")));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        studio.close();
    }

    /** Sixty pictures of three classes in three folders, and a file that is no picture. */
    private static Path makePictures(Path directory) throws IOException {
        Random random = new Random(1);
        for (String shape : SHAPES) {
            Path folder = Files.createDirectory(directory.resolve(shape));
            for (int i = 0; i < EACH; i++) {
                int left = 4 + random.nextInt(6);
                int top = 4 + random.nextInt(6);
                int size = 12 + random.nextInt(8);
                BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
                Graphics2D graphics = image.createGraphics();
                graphics.setColor(Color.WHITE);
                switch (shape) {
                    case "circle" -> graphics.fillOval(left, top, size, size);
                    case "square" -> graphics.fillRect(left, top, size, size);
                    default -> {
                        graphics.fillRect(left, top + size / 2 - 2, size, 4);
                        graphics.fillRect(left + size / 2 - 2, top, 4, size);
                    }
                }
                graphics.dispose();
                ImageIO.write(image, "png", folder.resolve(shape + i + ".png").toFile());
            }
        }
        Files.writeString(directory.resolve("readme.txt"), "no picture");
        return directory;
    }

    @Test
    void fromAFolderOfPicturesToAGenerator() throws Exception {
        browser.go("#/runs");
        browser.named("Start with pictures").click();
        drop(browser.waitFor(".drop"), pictures);
        browser.named("Open").click();
        browser.until("the pictures", () -> browser.findAll(".thumbs img").size() == 3 * EACH);
        assertEquals(
                List.of("circle 20 0", "cross 20 0", "square 20 0"),
                browser.findAll("[aria-labelledby=labels] tbody tr").stream()
                        .map(WebElement::getText)
                        .toList());
        assertTrue(browser.find("[aria-labelledby=about]").getText().contains("readme.txt"));
        browser.find("[aria-labelledby=split] button").click();
        browser.until(
                "a part for the test",
                () -> browser.find("[aria-labelledby=labels] tbody").getText().contains("circle 18 2"));
        assertEquals("shapes", browser.find("h1").getText());

        train(400);
        browser.named("Watch").click();
        browser.waitFor(".plot");
        browser.until("a curve", () -> points() >= 2);
        int few = points();
        browser.until("a longer curve", () -> points() > few);

        browser.find("[data-route=jobs]").click();
        browser.named("Stop").click();
        browser.until("that it has stopped", () -> state().equals("Stopped"));
        int stoppedAt = epoch();
        assertTrue(stoppedAt < 400, "it ended before it could be stopped");
        browser.named("Resume").click();
        browser.until("that it goes on", () -> epoch() > stoppedAt);
        browser.named("Stop").click();
        browser.until(
                "that both have ended",
                () -> browser.findAll(".training .state").stream()
                        .allMatch(each -> each.getText().equals("Stopped")));

        browser.named("Play").click();
        browser.waitFor(STAGE);
        askFor("cross");
        String cross = browser.pixels(STAGE);
        askFor("circle");
        assertNotEquals(cross, browser.pixels(STAGE));
        assertEquals(List.of(), browser.complaints());

        browser.find(".over a[href^='#/runs/']").click();
        browser.waitFor(".exports a");
        usesTheExport();
        assertEquals(List.of(), browser.complaints());
    }

    /** Drops a directory as a file manager does. */
    private void drop(WebElement zone, Path directory) {
        Map<String, Object> data =
                Map.of("items", List.of(), "files", List.of(directory.toString()), "dragOperationsMask", 1);
        int x = zone.getRect().getX() + zone.getRect().getWidth() / 2;
        int y = zone.getRect().getY() + 10;
        for (String type : new String[] {"dragEnter", "dragOver", "drop"}) {
            browser.driver()
                    .executeCdpCommand("Input.dispatchDragEvent", Map.of("type", type, "x", x, "y", y, "data", data));
        }
    }

    /** Trains a very small DCGAN that is asked for labels. */
    private void train(int epochs) {
        browser.script("scrollTo(0, 0)");
        browser.find(".head a.primary").click();
        browser.waitFor("input[value=ask]:checked");
        browser.find(".all-settings summary").click();
        type("latent", "8");
        type("features", "4");
        type("epochs", String.valueOf(epochs));
        browser.until(
                "the plan",
                () -> command().contains("--epochs " + epochs) && command().contains("--features 4"));
        assertTrue(command().startsWith("gen train dcgan --data "), command());
        assertTrue(command().contains("--conditional"), command());
        browser.find("form button.primary").click();
        browser.until(
                "that it runs",
                () -> state().equals("Running")
                        && !browser.findAll(".training .tools a:not([hidden])").isEmpty());
    }

    private void type(String setting, String value) {
        WebElement field = browser.find("[data-setting=" + setting + "]");
        field.clear();
        field.sendKeys(value, Keys.TAB);
    }

    private String command() {
        return browser.find(".code-block code").getDomProperty("textContent");
    }

    private String state() {
        return browser.findAll(".training .state").stream()
                .findFirst()
                .map(WebElement::getText)
                .orElse("");
    }

    /** The epoch of the newest training. */
    private int epoch() {
        return browser.findAll(".training").stream()
                .findFirst()
                .flatMap(training -> training.findElements(By.cssSelector(".progress span")).stream()
                        .findFirst())
                .map(progress -> Integer.parseInt(progress.getText().replaceAll("Epoch (\\d+) of .*", "$1")))
                .orElse(0);
    }

    private int points() {
        return browser.findAll(".plot").stream()
                .map(plot -> plot.getDomAttribute("data-points"))
                .filter(count -> count != null)
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    private void askFor(String label) {
        browser.find(".labels input[value='" + label + "']").click();
        browser.until("a " + label, () -> stageName().startsWith("A sample of " + label + ","));
    }

    private String stageName() {
        return browser.find(STAGE).getDomAttribute("aria-label");
    }

    /** Downloads the model, and runs the page's program with it in a process of its own. */
    private void usesTheExport() throws Exception {
        Path downloads = Files.createDirectory(home.resolve("downloads"));
        browser.driver()
                .executeCdpCommand(
                        "Browser.setDownloadBehavior",
                        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        WebElement link = browser.find(".exports a");
        Path model = downloads.resolve(link.getDomAttribute("download"));
        link.click();
        browser.until("the model", () -> Files.exists(model));
        String program = browser.findAll("[aria-labelledby=after] code").get(1).getDomProperty("textContent");
        Path source = Files.writeString(downloads.resolve("Use.java"), program);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString())
                .directory(downloads.toFile())
                .redirectErrorStream(true)
                .start();
        String output;
        try (InputStream in = process.getInputStream()) {
            output = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), output);
        assertEquals(0, process.exitValue(), output + program);
        try (var files = Files.list(downloads)) {
            assertTrue(
                    files.anyMatch(file -> file.toString().endsWith(".png")),
                    "the program wrote no picture: " + output);
        }
    }

    @Test
    void needsNoMouse() throws IOException {
        browser.go("#/runs");
        browser.tabTo("a[href='#/data'].primary");
        browser.press(Keys.ENTER);
        browser.waitFor(".drop");
        browser.tabTo("#choose-files");
        // The system's own dialog gives the files; no page reaches into it.
        browser.find("#choose-files").sendKeys(zip(pictures).toString());
        browser.until("the data set", () -> !browser.findAll(".jobs a.button").isEmpty());
        browser.tabTo(".jobs a.button");
        browser.press(Keys.ENTER);
        browser.waitFor(".thumb-box");

        browser.tabTo(".thumb-box input");
        browser.press(Keys.SPACE);
        browser.press(Keys.TAB);
        browser.press(Keys.SPACE);
        browser.tabTo(".mover select");
        browser.press("sq");
        browser.press(Keys.TAB, Keys.ENTER);
        browser.until(
                "two squares more",
                () -> browser.find("[aria-labelledby=labels] tbody").getText().contains("square 22 0"));

        browser.tabTo(".head a.primary");
        browser.press(Keys.ENTER);
        browser.waitFor("input[value=ask]:checked");
        browser.tabTo(".all-settings summary");
        browser.press(Keys.ENTER);
        for (String[] each : new String[][] {{"latent", "8"}, {"features", "4"}, {"epochs", "2"}}) {
            // The tabulator selects what a field holds.
            browser.tabTo("[data-setting=" + each[0] + "]");
            browser.press(each[1], Keys.TAB);
        }
        browser.until(
                "the plan",
                () -> List.of("--latent 8", "--features 4", "--epochs 2").stream()
                        .allMatch(command()::contains));
        browser.tabTo("form button.primary");
        browser.press(Keys.ENTER);
        browser.until("that it is done", () -> state().equals("Finished"));
        browser.until(
                "a word of it in the title", () -> browser.driver().getTitle().startsWith("✓"));
        browser.tabTo(".training a[href^='#/play/']");
        browser.press(Keys.ENTER);
        browser.waitFor(STAGE);
        browser.tabTo(".labels input");
        browser.press(Keys.ARROW_RIGHT);
        browser.until("a circle", () -> stageName().startsWith("A sample of circle,"));
        everyPageIsAccessibleAndFits();
        assertEquals(List.of(), browser.complaints());
    }

    private static Path zip(Path directory) throws IOException {
        Path zip = directory.resolveSibling("shapes.zip");
        try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip));
                var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new java.util.zip.ZipEntry(directory.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return zip;
    }

    /** Every page of the workshop, in both languages, light and dark, on a desk and on a phone. */
    private void everyPageIsAccessibleAndFits() {
        String run = browser.find(".over a[href^='#/runs/']").getDomAttribute("href");
        List<String> pages = List.of("#/data", "#/data/shapes", "#/train?dataset=shapes", "#/jobs", run);
        for (String language : new String[] {"en", "zh"}) {
            browser.script("localStorage.setItem('gen4j-language', arguments[0])", language);
            for (String page : pages) {
                browser.resize(Browser.PHONE);
                browser.go(page);
                browser.findAll("main details").forEach(each -> browser.script("arguments[0].open = true", each));
                long width = (Long) browser.script("return document.documentElement.scrollWidth");
                assertTrue(width <= Browser.PHONE.width, page + " is " + width + " pixels wide, " + language);
                browser.resize(Browser.DESK);
                for (boolean dark : new boolean[] {false, true}) {
                    browser.preferDark(dark);
                    assertEquals(List.of(), findings(), page + ", " + language + (dark ? ", dark" : ", light"));
                }
            }
        }
    }

    @SuppressWarnings("deprecation")
    private List<String> findings() {
        return new AxeBuilder()
                .setLegacyMode(true).analyze(browser.driver()).getViolations().stream()
                        .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                        .map(rule ->
                                rule.getId() + ": " + rule.getNodes().get(0).getHtml())
                        .toList();
    }

    @Test
    void whatIsNoPictureIsRefusedInOneLine() throws IOException {
        browser.go("#/data");
        Path text = Files.writeString(home.resolve("notes.zip"), "this is no zip");
        browser.find("#choose-files").sendKeys(text.toString());
        browser.until("why not", () -> !browser.findAll(".jobs .problems").isEmpty());
        String line = browser.find(".jobs .problems").getText();
        assertTrue(line.contains("nothing was kept") && line.contains("zip"), line);
        assertTrue(
                browser.find("main").getText().contains("At most 2.1 GB in all"), "the limits stand before the upload");
        assertTrue(browser.findAll("#own + div .card").isEmpty());
        browser.complaints();
    }

    @Test
    void longAndOddNamesAreTaken() throws IOException {
        Path folder = Files.createDirectory(home.resolve("\uD83D\uDC69\u200D\uD83C\uDFEB class"));
        Path picture = pictures.resolve("cross/cross0.png");
        Path label = Files.createDirectory(folder.resolve("with \\ in it"));
        Files.copy(picture, label.resolve("n".repeat(200) + "1.png"));
        Files.copy(picture, label.resolve("n".repeat(200) + "2.png"));
        browser.go("#/data");

        browser.find("#choose-folder").sendKeys(folder.toString());
        browser.named("Open").click();

        browser.until("both", () -> browser.findAll(".thumbs img").size() == 2);
        assertEquals(folder.getFileName().toString(), browser.find("h1").getText());
    }

    /** The presets' epochs are meant for tens of thousands of pictures: with sixty, ten epochs draw noise. */
    @Test
    void aSmallDataSetGetsEnoughUpdates() throws IOException {
        browser.go("#/data");
        browser.find("#choose-folder").sendKeys(pictures.toString());
        browser.until("the data set", () -> !browser.findAll(".jobs a.button").isEmpty());

        browser.go("#/train?dataset=shapes");
        assertTrue(command().contains("--batch-size 16 --epochs 250"), command());
        browser.go("#/train?dataset=mnist");
        assertFalse(command().contains("--epochs"), command());
    }

    @Test
    void withoutAWorkshopNothingOfItIsShown() throws IOException {
        try (Studio plain = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null))) {
            browser.driver().get(plain.address() + "#/runs");
            browser.waitFor("h1");
            browser.settle();
            assertTrue(browser.findAll("[data-workshop]").stream().noneMatch(WebElement::isDisplayed));
            assertTrue(browser.find("main").getText().contains("./gen train"));
            browser.driver().get(plain.address() + "#/data");
            browser.until(
                    "how to start one", () -> browser.find("main").getText().contains("./gen serve --workshop"));
        }
    }
}
