package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.gen4j.ImageSpec;
import io.gen4j.data.ImageShape;
import io.gen4j.vae.ConditionalVae;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;

/** Many tabs, many runs, long runs, and pages whose run or server goes, in a real browser. */
@Tag("browser")
@Timeout(600)
class StudioScaleIT {

    private static final int TABS = 30;

    @TempDir
    private Path directory;

    private Path runs;
    private Studio studio;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        runs = Files.createDirectory(directory.resolve("runs"));
        studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null));
        browser = Browser.open(studio.address(), Files.createDirectory(directory.resolve("profile")));
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.close();
        }
        studio.close();
    }

    @Test
    void thirtyTabsAreAlive() throws IOException {
        RunFiles live = RunFiles.make(runs, "live");
        live.state("running");
        RunFiles.make(runs, "finished");
        List<String> tabs = new ArrayList<>();
        for (int i = 0; i < TABS; i++) {
            browser.driver().switchTo().newWindow(WindowType.TAB);
            tabs.add(browser.driver().getWindowHandle());
            browser.go(i % 3 == 0 ? "#/runs" : i % 3 == 1 ? "#/runs/live" : "#/runs/finished");
        }
        live.addRow(2, 20, 3);
        live.addPicture(2);
        for (int i = 0; i < TABS; i++) {
            browser.driver().switchTo().window(tabs.get(i));
            if (i % 3 == 0) {
                browser.until(
                        "the newer picture in a list",
                        () -> browser.find("main").getText().contains("Epoch 2 of 3"));
            } else if (i % 3 == 1) {
                browser.until("a second point", () -> curveLength() == 2);
                browser.until(
                        "the newer picture",
                        () -> String.valueOf(browser.find(".grid-frame img").getDomAttribute("src"))
                                .endsWith("sampled-2.png"));
            }
        }
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void whatIsTickedAndDeletedLocksNothing() throws IOException {
        for (String name : new String[] {"a", "b", "c"}) {
            RunFiles.make(runs, name);
        }
        browser.go("#/runs");
        tick("a");
        tick("b");
        assertTrue(
                browser.driver().getCurrentUrl().contains("ticks=a%7Eb"),
                browser.driver().getCurrentUrl());
        browser.driver().navigate().refresh();
        browser.waitFor(".run");
        browser.until(
                "the ticks are still there",
                () -> browser.find("#compare-hint").getText().equals("2 chosen"));
        RunFiles.make(runs, "a").delete();
        browser.until(
                "the ticks of what is gone are gone",
                () -> browser.find("#compare-hint").getText().equals("1 chosen"));
        tick("c");
        browser.find(".head .primary").click();
        browser.until("two runs", () -> browser.findAll(".pair .card").size() == 2);
        browser.driver().navigate().back();
        browser.until(
                "Back keeps the ticks",
                () -> browser.findAll("#compare-hint").stream()
                        .anyMatch(hint -> hint.getText().equals("2 chosen")));
    }

    private void tick(String run) {
        browser.find("input[aria-label='Compare " + run + "']").click();
    }

    @Test
    void noStateIsShownThatIsNotSo() throws IOException {
        RunFiles run = RunFiles.make(runs, "run");
        browser.go("#/runs/run");
        assertEquals("Finished", state());
        run.state("running");
        browser.until("a finished run goes on", () -> state().equals("Running"));
        run.addRow(2, 20, 3);
        browser.until("and is followed", () -> curveLength() == 2);

        int port = studio.address().getPort();
        studio.close();
        browser.until("no news", () -> state().equals("No news"));
        browser.until("and why", () -> browser.find("#status.error").getText().contains("does not answer"));
        studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, port, null));
        browser.until("running again", () -> state().equals("Running"));
        browser.until(
                "the error is gone", () -> browser.findAll("#status.error").isEmpty());

        Files.move(run.directory(), runs.resolve("renamed"));
        browser.until("gone", () -> state().equals("Gone"));
        assertTrue(browser.findAll("progress").isEmpty());
        browser.complaints();
    }

    private String state() {
        return browser.find(".state").getText();
    }

    private int curveLength() {
        return Integer.parseInt(browser.find(".plot").getDomAttribute("data-points"));
    }

    @Test
    void aLongRunIsReadableAndReadInIncrements() throws IOException {
        RunFiles run = RunFiles.make(runs, "long");
        try (BufferedWriter metrics = Files.newBufferedWriter(run.directory().resolve("metrics.csv"));
                BufferedWriter evaluation =
                        Files.newBufferedWriter(run.directory().resolve("evaluation.csv"))) {
            metrics.write("epoch,step,loss_nats,images_per_second\n");
            evaluation.write("epoch,loss_nats\n");
            for (int i = 1; i <= 100_000; i++) {
                metrics.write("%d,%d,%s,1000\n".formatted((i + 9) / 10, i * 10, i == 54_321 ? "9999" : "100." + i));
                if (i % 10 == 0) {
                    evaluation.write(i / 10 + ",105\n");
                }
            }
        }
        run.state("running");
        browser.go("#/runs/long");
        assertTrue(curveLength() <= 4000, "an overview of " + curveLength());
        browser.find(".plot");
        browser.script("document.querySelector('[aria-label=\"Zoom in\"]').click()");
        browser.until("details of the part", () -> curveLength() > 2001);
        browser.script("document.querySelector('[aria-label=\"Show all\"]').click()");
        browser.script("performance.clearResourceTimings()");
        run.addRow(10_001, 1_000_010, 90);
        browser.until(
                "the newest row",
                () -> browser.find(".plot").getDomAttribute("aria-valuetext").contains("1,000,010"));
        long bytes = ((Number)
                        browser.script(
                                "return performance.getEntriesByType('resource')"
                                        + ".filter(entry => entry.name.includes('/api/')).reduce((sum, entry) => sum + entry.encodedBodySize, 0)"))
                .longValue();
        assertTrue(bytes < 20_000, bytes + " bytes for one row");
        new Actions(browser.driver())
                .moveToElement(browser.find(".plot"), 10, 0)
                .perform();
        browser.until(
                "a value under the pointer",
                () -> !browser.find(".reading").getText().isEmpty());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void aThousandRunsAreSearchedAndSorted() throws IOException {
        for (int i = 0; i < 1000; i++) {
            RunFiles.make(runs, "run-" + i);
        }
        browser.go("#/runs");
        assertTrue(
                browser.find(".lead").getText().startsWith("1,000 trainings"),
                browser.find(".lead").getText());
        long pictures = (Long)
                browser.script(
                        "return performance.getEntriesByType('resource').filter(entry => entry.name.includes('/pictures/')).length");
        assertTrue(pictures < 100, pictures + " pictures at once");
        browser.find("input[type=search]").sendKeys("run-77");
        browser.until("those that fit", () -> browser.findAll(".card.run").size() == 11);
        browser.script("document.querySelector(\"input[value='table']\").click()");
        browser.until("a table", () -> browser.findAll(".runs-table tbody tr").size() == 11);
        assertTrue(browser.driver().getCurrentUrl().contains("view=table"));
        browser.driver().navigate().refresh();
        browser.until(
                "the same table", () -> browser.findAll(".runs-table tbody tr").size() == 11);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void longEmptyAndOddNamesAreAccessibleAndFit() throws IOException {
        String odd = "<b>'\"&%25 ünï 数字 " + "long".repeat(40);
        RunFiles run = RunFiles.make(runs, odd);
        run.record("not a date", List.of("", "x".repeat(60), "<i>", "数字"));
        Files.writeString(
                run.directory().resolve("notes.json"),
                "{\"name\":\"" + "W".repeat(100) + "\",\"group\":\"g\",\"text\":\"t\"}");
        drawOddLabels(run);
        evaluate(run);
        RunFiles other = RunFiles.make(runs, "b".repeat(200));
        Files.writeString(other.directory().resolve("config.json"), "\0\0\0");
        RunFiles.make(runs, "empty").record("", List.of());
        String id = java.net.URLEncoder.encode(odd, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
        List<String> pages = List.of(
                "#/runs",
                "#/runs?view=table",
                "#/runs?search=none",
                "#/runs/" + id,
                "#/compare/" + id + "/" + "b".repeat(200) + "/empty",
                "#/play/" + id,
                "#/play/" + id + "?sliders=sefa&label=%3Ci%3E",
                "#/runs?closed=g",
                "#/play",
                "#/trash",
                "#/runs/none");
        for (String page : pages) {
            // Each theme and each width once.
            for (boolean dark : new boolean[] {false, true}) {
                Dimension size = dark ? Browser.DESK : Browser.PHONE;
                browser.preferDark(dark);
                browser.resize(size);
                browser.go(page);
                browser.findAll("main details").forEach(each -> browser.script("arguments[0].open = true", each));
                long width = (Long) browser.script("return document.documentElement.scrollWidth");
                assertTrue(width <= size.width, page + " is " + width + " pixels wide on " + size.width);
                assertEquals(List.of(), findings(), page + (dark ? ", dark" : ", light"));
            }
        }
        browser.go("#/runs");
        assertFalse(browser.find("main").getText().contains("undefined"));
        assertTrue(IntStream.range(0, 3)
                .allMatch(i -> browser.findAll(".run h2").get(i).isDisplayed()));
        List<WebElement> problems = browser.findAll(".problems li");
        assertEquals(1, problems.size());
        browser.complaints();
    }

    /** A model that takes labels of odd names. */
    private static void drawOddLabels(RunFiles run) throws IOException {
        List<String> labels = List.of(" ", "x".repeat(60), "<i>", "数字");
        run.record("not a date", labels);
        Path record = run.directory().resolve("config.json");
        Files.writeString(record, Files.readString(record).replace("\"conditional\":false", "\"conditional\":true"));
        try (ConditionalVae model = ConditionalVae.builder(new ImageSpec(new ImageShape(1, 28, 28), labels))
                .latent(2)
                .hidden(3)
                .build()) {
            model.save(run.directory().resolve("model.zip"));
        }
    }

    /** Evaluations with long names and notes, and a damaged one. */
    private static void evaluate(RunFiles run) throws IOException {
        Files.writeString(run.directory().resolve("metrics.json"), """
                {"model": "epoch-1", "seeds": [{"seed": 9007199254740993}, {"seed": 2}], "images": {"count": 10},
                 "metrics": [{"name": "frechet_distance", "value": 1234.5, "unit": "", "floor": 1e-9, "standard_error": 0.1,
                              "notes": ["%s"]},
                             {"name": "%s", "value": "NaN", "unit": "<b>", "notes": []}],
                 "skipped": [{"metric": "gan_test", "reason": "%s"}], "measured": "never"}""".formatted(
                        "n".repeat(200), "odd".repeat(30), "r".repeat(120)));
        Files.writeString(run.directory().resolve("metrics-2.json"), "{");
    }

    @Test
    void groupsAreCollapsedAndStaySo() throws IOException {
        for (String name : new String[] {"a", "b", "c~2"}) {
            RunFiles run = RunFiles.make(runs, name);
            if (!name.equals("a")) {
                Files.writeString(
                        run.directory().resolve("notes.json"), "{\"name\":\"\",\"group\":\"g~1\",\"text\":\"\"}");
            }
        }
        browser.go("#/runs");
        browser.until("two groups", () -> browser.findAll(".group").size() == 2);
        WebElement group = browser.findAll(".group").stream()
                .filter(each -> each.getText().startsWith("g~1 · 2 runs"))
                .findFirst()
                .orElseThrow();
        tick("c~2");
        group.findElement(By.tagName("summary")).click();
        browser.until(
                "an address that says so",
                () -> browser.driver().getCurrentUrl().contains("closed="));
        browser.driver().navigate().refresh();
        browser.until("the same", () -> browser.findAll(".group:not([open])").size() == 1);
        assertEquals("1 chosen", browser.find("#compare-hint").getText(), "a name with the separator stays ticked");
        browser.script("document.querySelector(\"input[value='table']\").click()");
        browser.until("a table", () -> browser.findAll(".runs-table tbody").size() == 2);
        assertEquals(2, browser.findAll(".runs-table tr[hidden]").size());
        browser.find(".folding[aria-expanded='false']").click();
        browser.until(
                "all rows", () -> browser.findAll(".runs-table tr[hidden]").isEmpty());
        assertEquals(List.of(), browser.complaints());
    }

    @SuppressWarnings("deprecation")
    private List<String> findings() {
        return new AxeBuilder()
                .setLegacyMode(true).analyze(browser.driver()).getViolations().stream()
                        .map(rule -> rule.getImpact() + " " + rule.getId() + ": "
                                + rule.getNodes().get(0).getHtml())
                        .toList();
    }

    @Test
    void emptinessSaysHowToBegin() {
        browser.go("#/runs");
        assertTrue(
                browser.find("main").getText().contains("./gen train"),
                browser.find("main").getText());
        assertEquals(List.of(), findings());
    }
}
