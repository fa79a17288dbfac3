package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.gen4j.app.CommandRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

/** The studio's page in a real browser, with a real server and small models that were trained for it. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StudioPageIT {

    private static final String STAGE = ".stage .big";
    private static final Dimension SMALL_PHONE = new Dimension(360, 740);

    private Path runs;
    private Studio studio;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        runs = Files.createDirectory(directory.resolve("runs"));
        Path profile = Files.createDirectory(directory.resolve("profile"));
        train("vae", "--limit", "200", "--epochs", "3", "--hidden", "16", "--latent", "2", "--batch-size", "50");
        train("cgan", "--limit", "100", "--epochs", "2", "--hidden", "8");
        studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null));
        browser = Browser.open(studio.address(), profile);
    }

    private void train(String family, String... options) {
        String[] fixed = {
            "train",
            family,
            "--data",
            "synthetic",
            "--out",
            runs.resolve(family).toString()
        };
        CommandRun run =
                CommandRun.of(Stream.of(fixed, options).flatMap(Stream::of).toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.err());
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (studio != null) {
            studio.close();
        }
    }

    @BeforeEach
    void forget() {
        browser.complaints();
    }

    @AfterEach
    void backToTheDesk() {
        browser.resize(Browser.DESK);
        browser.preferDark(false);
    }

    @Test
    void listsTheRuns() {
        browser.go("#/runs");
        assertEquals(
                Set.of("vae", "cgan"),
                Set.copyOf(browser.findAll(".run h2").stream()
                        .map(WebElement::getText)
                        .toList()));
        WebElement vae = browser.find(".run:has(a[href='#/runs/vae'])");
        assertTrue(vae.getText().contains("Finished") && vae.getText().contains("Epoch 3 of 3"), vae.getText());
        assertTrue(vae.getText().contains("loss"), vae.getText());
        browser.until("the newest pictures", () -> (Boolean) browser.script(
                "return [...document.querySelectorAll('.run img')].every(image => image.naturalWidth > 0)"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void asksForAnEight() {
        browser.go("#/play/cgan");
        String before = browser.pixels(STAGE);
        ask("8");
        assertNotEquals(before, browser.pixels(STAGE));
        String eight = browser.pixels(STAGE);
        ask("3");
        assertNotEquals(eight, browser.pixels(STAGE));
        ask("8");
        assertEquals(eight, browser.pixels(STAGE), "the same seed and label are the same picture");
        assertEquals(List.of(), browser.complaints());
    }

    private void ask(String label) {
        browser.find(".labels input[value='" + label + "']").click();
        browser.until(
                "samples of " + label,
                () -> browser.findAll(".tile").stream()
                        .map(WebElement::getAccessibleName)
                        .allMatch(name -> name.endsWith(", " + label)));
        browser.until("a " + label + " on the stage", () -> stageName().startsWith("A sample of " + label + ","));
    }

    private String stageName() {
        return browser.find(STAGE).getDomAttribute("aria-label");
    }

    @Test
    void drawsAsManyAsWanted() {
        browser.go("#/play/vae");
        String before = browser.pixels(STAGE);
        List<WebElement> fields = browser.findAll("form:has(+ .tiles) input");
        type(fields.get(0), "5");
        type(fields.get(1), "77");
        browser.named("Draw").click();
        browser.until("five samples", () -> browser.findAll(".tile").size() == 5);
        assertNotEquals(before, browser.pixels(STAGE));
        String call = (String) browser.script("return document.querySelector('.card .call code').textContent");
        assertTrue(((String) browser.script("return document.body.textContent")).contains("\"seed\":77"), call);
    }

    private static void type(WebElement field, String text) {
        field.clear();
        field.sendKeys(text);
    }

    @Test
    void largeSeedsStayExact() {
        String seed = "9007199254740993";
        browser.go("#/play/vae?count=2&seed=" + seed);
        assertEquals("seed " + seed + ", sample 1", browser.find("#origin").getText());
        assertTrue(((String) browser.script("return document.body.textContent")).contains("\"seed\":" + seed));
        String exact = browser.pixels(STAGE);
        browser.go("#/play/vae?count=2&seed=9007199254740992");
        assertNotEquals(exact, browser.pixels(STAGE), "the next seed draws another picture");
        browser.go("#/play/vae?seed=nonsense&count=-3");
        assertEquals("seed 1, sample 1", browser.find("#origin").getText());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void drawsWithAChosenCheckpoint() {
        browser.go("#/play/vae");
        String newest = browser.pixels(STAGE);
        new Select(browser.find(".head select")).selectByVisibleText("Epoch 1");
        browser.until("another picture", () -> !browser.pixels(STAGE).equals(newest));
        String first = browser.pixels(STAGE);
        assertTrue(browser.driver().getCurrentUrl().contains("model=epoch-1"));
        assertTrue(browser.find(".head").getText().contains("Pictures come from this model: Epoch 1."));
        assertTrue(((String) browser.script("return document.body.textContent")).contains("samples?model=epoch-1"));
        browser.driver().navigate().refresh();
        browser.waitFor("h1");
        assertEquals(first, browser.pixels(STAGE), "the address says the model");
        browser.named("The same latents over the epochs").click();
        browser.until(
                "a picture of each model",
                () -> browser.findAll(".small-pictures canvas").stream()
                        .noneMatch(canvas -> canvas.getAccessibleName().endsWith("not drawn yet")));
        assertEquals(
                List.of("Epoch 1", "Epoch 2", "Epoch 3", "The newest, epoch 3"),
                browser.findAll(".small-pictures figcaption").stream()
                        .map(WebElement::getText)
                        .toList());
        String epoch1 = browser.pixels(".small-pictures li:nth-child(1) canvas");
        assertEquals(first, epoch1);
        assertNotEquals(epoch1, browser.pixels(".small-pictures li:nth-child(4) canvas"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void slidesAlongADirectionByItsName() {
        browser.go("#/play/vae");
        new Select(browser.find("section[aria-labelledby=latents] select")).selectByValue("labels");
        browser.until(
                "a slider per label", () -> browser.findAll(".sliders.named li").size() == 10);
        String before = browser.pixels(STAGE);
        WebElement slider = browser.find(".sliders.named li:nth-child(8) input");
        assertEquals("7", slider.getAccessibleName());
        slider.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        browser.until("another picture", () -> !browser.pixels(STAGE).equals(before));
        browser.named("Reset").click();
        browser.until("the first picture", () -> browser.pixels(STAGE).equals(before));
        browser.driver().navigate().refresh();
        browser.until(
                "the sliders of the address",
                () -> browser.findAll(".sliders.named li").size() == 10);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void scoresPictures(@TempDir Path files) throws IOException {
        browser.go("#/play/vae");
        browser.named("Score").click();
        browser.until(
                "a table",
                () -> browser.findAll("[aria-labelledby=scores] tbody tr").size() == 16);
        Path picture = files.resolve("mine.png");
        ImageIO.write(new BufferedImage(900, 700, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        browser.find("input[type=file]").sendKeys(picture.toString());
        browser.named("Score").click();
        browser.until(
                "one row",
                () -> browser.findAll("[aria-labelledby=scores] tbody tr").size() == 1);
        assertEquals(
                "mine.png", browser.find("[aria-labelledby=scores] tbody th").getText());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void evaluatesFromThePage() {
        browser.go("#/runs/cgan");
        WebElement form = browser.find("[aria-labelledby=evaluation] form");
        WebElement count = form.findElement(By.cssSelector("input[type=number]"));
        type(count, "30");
        browser.named("Evaluate").click();
        browser.until("progress", () -> browser.findAll(".jobs li").size() == 1);
        // The job goes on without the page, and any page shows it.
        browser.go("#/runs");
        browser.go("#/runs/cgan");
        browser.until(
                "the figures",
                () -> browser.findAll("[aria-label='Table of evaluations'] tbody th").stream()
                        .anyMatch(name -> name.getText().equals("Fréchet distance")));
        browser.until("no job is left", () -> browser.findAll(".jobs li").isEmpty());
        assertTrue(browser.find("[aria-label='Table of evaluations'] thead")
                .getText()
                .contains("The newest, 30 images"));
        browser.go("#/compare/cgan/vae");
        assertTrue(
                browser.find("[aria-labelledby=evaluations]").getText().contains("Fréchet distance"),
                browser.find("[aria-labelledby=evaluations]").getText());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void themesChangeWhereNothingCanBeStored() {
        browser.withoutStorage(() -> {
            browser.go("#/runs");
            WebElement button = browser.find("#theme");
            String before = button.getDomAttribute("aria-pressed");
            button.click();
            assertNotEquals(before, button.getDomAttribute("aria-pressed"));
            assertEquals(List.of(), browser.complaints());
        });
    }

    @Test
    void theCallIsQuotedForAShell() {
        browser.go("#/play/cgan?label=8");
        String call = (String) browser.script("return document.querySelector('.stack .call code').textContent");
        assertTrue(
                call.startsWith("curl 'http://") && call.contains("-d '{\"count\":16,\"seed\":1,\"label\":\"8\"}'"),
                call);
    }

    @Test
    void anAddressWithoutARunSaysSo() {
        browser.go("#/play");
        String text = browser.find("main").getText();
        assertTrue(text.contains("Which run?") && !text.contains("undefined"), text);
    }

    @Test
    void theZoomIsInTheAddress() {
        browser.go("#/runs/vae");
        browser.script("document.querySelector('[aria-label=\"Zoom in\"]').click()");
        browser.until(
                "an address with the zoom",
                () -> browser.driver().getCurrentUrl().contains("zoom="));
        Object range = browser.script("return document.querySelector('.plot').getAttribute('aria-valuemin')"
                + " + ' ' + document.querySelector('.plot').getAttribute('aria-valuemax')");
        String address = browser.driver().getCurrentUrl();
        browser.driver().navigate().refresh();
        browser.waitFor(".plot");
        browser.settle();
        assertEquals(address, browser.driver().getCurrentUrl());
        assertEquals(
                range,
                browser.script("return document.querySelector('.plot').getAttribute('aria-valuemin')"
                        + " + ' ' + document.querySelector('.plot').getAttribute('aria-valuemax')"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void slidesALatent() {
        browser.go("#/play/vae");
        String before = browser.pixels(STAGE);
        WebElement slider = browser.find(".sliders input");
        for (int i = 0; i < 20; i++) {
            slider.sendKeys(Keys.ARROW_RIGHT);
        }
        browser.until("another picture", () -> !before.equals(browser.pixels(STAGE)));
        browser.named("Reset").click();
        browser.until("the first picture", () -> before.equals(browser.pixels(STAGE)));
        browser.named("Shuffle").click();
        browser.until("a new picture", () -> !before.equals(browser.pixels(STAGE)));
    }

    @Test
    void interpolates() {
        browser.go("#/play/vae");
        browser.named("Interpolate").click();
        browser.until("nine pictures", () -> browser.findAll(".strip .tile").size() == 9);
        String before = browser.pixels(STAGE);
        browser.findAll(".strip .tile").get(8).click();
        browser.until("the last one on the stage", () -> !before.equals(browser.pixels(STAGE)));
    }

    @Test
    void drawsADigitAndSeesWhatTheModelMakesOfIt() {
        browser.go("#/play/vae");
        WebElement pad = browser.find(".pad");
        String before = browser.pixels(STAGE);
        new Actions(browser.driver())
                .moveToElement(pad, 0, -60)
                .clickAndHold()
                .moveByOffset(10, 60)
                .moveByOffset(-10, 60)
                .release()
                .perform();
        browser.until("the reconstruction", () -> stageName().contains("reconstruction of your drawing"));
        assertNotEquals(before, browser.pixels(STAGE));
        browser.until("its place", () -> browser.find("#plane-place").getText().startsWith("z1 "));

        WebElement plane = browser.find(".plane");
        String drawn = browser.pixels(STAGE);
        new Actions(browser.driver()).moveToElement(plane, 60, 60).perform();
        browser.until("what is under the pointer", () -> stageName().contains("from the plane"));
        String first = browser.pixels(STAGE);
        assertNotEquals(drawn, first);
        new Actions(browser.driver()).moveToElement(plane, -90, -90).perform();
        browser.until("it follows the pointer", () -> !first.equals(browser.pixels(STAGE)));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void watchesALiveRun() throws IOException {
        try (LiveRun live = new LiveRun()) {
            browser.go("#/runs/live");
            browser.until("Running", () -> browser.find(".state").getText().equals("Running"));
            assertEquals(1, curveLength());
            live.addRow();
            browser.until("a second point", () -> curveLength() == 2);
            live.addPicture(2);
            live.addRow();
            browser.until("a third point", () -> curveLength() == 3);
            browser.until("the newer picture", () -> pictured(".grid-frame img", 2));
            assertEquals(List.of(), browser.complaints());
            browser.go("#/runs");
        }
    }

    @Test
    void followsALiveRunInTheListAndBesideAnother() throws IOException {
        try (LiveRun live = new LiveRun()) {
            browser.go("#/runs");
            String card = ".run:has(a[href='#/runs/live'])";
            browser.until("the first picture", () -> pictured(card + " img", 1));
            WebElement box = browser.find(card + " input");
            box.click();
            live.addPicture(2);
            browser.until("the newer picture in the list", () -> pictured(card + " img", 2));
            assertEquals("true", box.getDomProperty("checked"), "what was chosen stays so");

            browser.go("#/compare/live/vae");
            browser.until("side by side", () -> pictured(".side-1 .grid-frame img", 2));
            live.addRow();
            live.addPicture(3);
            browser.until("the newer picture beside the other", () -> pictured(".side-1 .grid-frame img", 3));
            assertEquals(List.of(), browser.complaints());
            browser.go("#/runs");
        }
    }

    private boolean pictured(String image, int epoch) {
        return browser.findAll(image).stream()
                .anyMatch(each -> String.valueOf(each.getDomAttribute("src")).endsWith("sampled-" + epoch + ".png"));
    }

    /** The files of a run that is in its second epoch, to which is added as trainings do. */
    private final class LiveRun implements AutoCloseable {

        private final Path directory = Files.createDirectories(runs.resolve("live"));
        private final List<String> rows = Files.readAllLines(runs.resolve("vae/metrics.csv"));
        private final FileChannel lock;
        private int written = 2;

        LiveRun() throws IOException {
            Files.copy(runs.resolve("vae/config.json"), directory.resolve("config.json"));
            lock = FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
            Files.writeString(directory.resolve("status.json"), "{\"status\":\"running\"}");
            Files.createDirectory(directory.resolve("samples"));
            addPicture(1);
            Files.write(directory.resolve("metrics.csv"), rows.subList(0, written));
        }

        void addRow() throws IOException {
            List<String> next = rows.subList(written, ++written);
            Files.write(directory.resolve("metrics.csv"), next, StandardOpenOption.APPEND);
        }

        void addPicture(int epoch) throws IOException {
            String name = "samples/sampled-" + epoch + ".png";
            Files.copy(runs.resolve("vae").resolve(name), directory.resolve(name));
        }

        @Override
        public void close() throws IOException {
            lock.close();
            deleteAll(directory);
        }
    }

    private int curveLength() {
        return Integer.parseInt(browser.find(".plot").getDomAttribute("data-points"));
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void comparesTwoRuns() {
        browser.go("#/runs");
        assertEquals("true", browser.find(".head .primary").getDomProperty("disabled"));
        browser.findAll(".run input[type=checkbox]").forEach(WebElement::click);
        browser.find(".head .primary").click();
        browser.until("two runs", () -> browser.findAll(".pair .card").size() == 2);
        List<String> names = browser.findAll(".pair .card h2").stream()
                .map(WebElement::getText)
                .toList();
        assertEquals(Set.of("vae", "cgan"), Set.copyOf(names));
        browser.until("curves", () -> !browser.findAll(".chart canvas").isEmpty());
        String differing = browser.find("[aria-label='Table of settings']").getText();
        assertTrue(differing.contains("epochs 3 2") || differing.contains("epochs 2 3"), differing);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void comparesTheEpochsOfTwoRunsTogether() {
        browser.go("#/compare/vae/cgan");
        WebElement first = browser.findAll(".grids input[type=range]").get(0);
        first.sendKeys(Keys.HOME);
        browser.until(
                "both at the first epoch",
                () -> browser.findAll(".grid-frame figcaption").stream()
                        .map(WebElement::getText)
                        .allMatch("epoch 1"::equals));
    }

    @Test
    void needsNoMouse() {
        browser.go("#/runs");
        browser.press(Keys.TAB);
        assertEquals("skip", browser.driver().switchTo().activeElement().getDomAttribute("id"));
        browser.tabTo("#theme");
        browser.press(Keys.SPACE);
        assertEquals("dark", browser.find("html").getDomAttribute("data-theme"));
        browser.press(Keys.SPACE);
        assertEquals("light", browser.find("html").getDomAttribute("data-theme"));
        browser.tabTo("a[href='#/play/cgan']");
        browser.press(Keys.ENTER);
        browser.waitFor(STAGE);
        browser.tabTo(".labels input");
        String before = browser.pixels(STAGE);
        for (int i = 0; i <= 8; i++) {
            browser.press(Keys.ARROW_RIGHT);
        }
        browser.until("an 8", () -> stageName().startsWith("A sample of 8,"));
        assertNotEquals(before, browser.pixels(STAGE));
        browser.tabTo(".sliders input");
        String eight = browser.pixels(STAGE);
        browser.press(Keys.HOME);
        browser.until("another 8", () -> !eight.equals(browser.pixels(STAGE)));
        assertTrue(stageName().startsWith("A sample of 8,"), stageName());
    }

    @Test
    void readsAndZoomsACurveByKeyboard() {
        browser.go("#/runs/vae");
        browser.tabTo(".plot");
        browser.press(Keys.HOME);
        String first = reading();
        browser.press(Keys.ARROW_RIGHT);
        assertNotEquals(first, reading());
        assertTrue(first.startsWith("update ") && first.contains("loss "), first);
        int whole = shownSteps();
        browser.press("+");
        assertTrue(shownSteps() < whole, shownSteps() + " of " + whole);
        browser.press("0");
        assertEquals(whole, shownSteps());
        browser.find(".chart summary").click();
        browser.until(
                "the table",
                () -> !browser.findAll(".chart details[open] tbody tr").isEmpty());
    }

    private String reading() {
        return browser.find(".plot").getDomAttribute("aria-valuetext");
    }

    private int shownSteps() {
        WebElement plot = browser.find(".plot");
        return Integer.parseInt(plot.getDomAttribute("aria-valuemax"))
                - Integer.parseInt(plot.getDomAttribute("aria-valuemin"));
    }

    @Test
    void drawsByKeyboard() {
        browser.go("#/play/vae");
        browser.tabTo(".pad");
        browser.press(Keys.SPACE);
        for (int i = 0; i < 10; i++) {
            browser.press(Keys.ARROW_DOWN);
        }
        browser.until("the reconstruction", () -> stageName().contains("reconstruction of your drawing"));
        browser.tabTo(".plane");
        String drawn = browser.pixels(STAGE);
        browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_UP);
        browser.until("another place", () -> !drawn.equals(browser.pixels(STAGE)));
    }

    @Test
    void savesAPicture(@TempDir Path downloads) throws IOException {
        browser.driver()
                .executeCdpCommand(
                        "Browser.setDownloadBehavior",
                        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        browser.go("#/play/vae");
        browser.find(".stage button").click();
        Path file = downloads.resolve("vae-seed-1-sample-1.png");
        browser.until("the file", () -> Files.exists(file));
        BufferedImage picture = ImageIO.read(file.toFile());
        assertEquals(560, picture.getWidth());
        assertEquals(picture.getRGB(0, 0), picture.getRGB(19, 19));
    }

    @Test
    void tellsWhatIsWrong() {
        browser.go("#/runs/nobody");
        browser.until("the reason", () -> browser.find("main").getText().contains("nobody"));
        assertTrue(browser.find("#status").getText().contains("nobody"));
        browser.named("All runs").click();
        browser.waitFor(".run");
        browser.go("#/play/vae");
        WebElement count = browser.find("form:has(+ .tiles) input[type=number]");
        browser.script("arguments[0].removeAttribute('max')", count);
        type(count, "100000000");
        browser.named("Draw").click();
        browser.until(
                "the limit", () -> !browser.find("#status.error").getText().isEmpty());
        browser.complaints();
    }

    @Test
    void fitsAPhone() {
        for (Dimension phone : List.of(Browser.PHONE, SMALL_PHONE)) {
            browser.resize(phone);
            for (String page : List.of("#/runs", "#/runs/vae", "#/compare/vae/cgan", "#/play/vae", "#/play/cgan")) {
                browser.go(page);
                long width = (Long) browser.script("return document.documentElement.scrollWidth");
                assertTrue(width <= phone.width, page + " is " + width + " pixels wide on " + phone.width);
            }
        }
    }

    @Test
    void isOpenedWithItsToken() throws IOException {
        try (Studio guarded =
                Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, "a token of enough characters"))) {
            browser.driver().get(guarded.address() + "#/runs/vae");
            browser.until("pictures, which send no header of their own", () -> (Boolean)
                    browser.script("return (document.querySelector('.grid-frame img')?.naturalWidth ?? 0) > 0"));
            assertEquals(List.of(), browser.complaints());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#/runs",
                "#/runs/vae",
                "#/compare",
                "#/compare/vae/cgan",
                "#/play/vae",
                "#/play/cgan",
                "#/runs/nobody"
            })
    void isAccessible(String page) {
        assertAccessible(page, Browser.DESK, false);
        assertAccessible(page, Browser.DESK, true);
        assertAccessible(page, Browser.PHONE, false);
    }

    @SuppressWarnings("deprecation")
    private void assertAccessible(String page, Dimension size, boolean dark) {
        browser.resize(size);
        browser.preferDark(dark);
        browser.go(page);
        browser.findAll("main details").forEach(each -> browser.script("arguments[0].open = true", each));
        // Legacy: without a second window, for which it would wait no longer than a second; the pages have no frames.
        List<String> findings = new AxeBuilder()
                .setLegacyMode(true).analyze(browser.driver()).getViolations().stream()
                        .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                        .map(rule ->
                                rule.getId() + ": " + rule.getNodes().get(0).getHtml())
                        .toList();
        assertEquals(List.of(), findings, page + (dark ? ", dark" : ", light"));
    }
}
