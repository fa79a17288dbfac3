package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.app.TrainedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Curves: what their axes say, and what they save, in a real browser. */
@Tag("browser")
@Timeout(300)
class StudioCurvesIT {

    /** Keeps each text that is written on a canvas: the text, its left and right edge, and the canvas's width. */
    private static final String WATCH_TEXTS = """
            window.texts = [];
            const write = CanvasRenderingContext2D.prototype.fillText;
            CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
                const width = this.measureText(text).width;
                const left = { center: x - width / 2, right: x - width, end: x - width }[this.textAlign] ?? x;
                window.texts.push([String(text), left, left + width, this.canvas.width, this.textAlign]);
                return write.call(this, text, x, y, ...rest);
            };
            """;

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
        browser.driver().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH_TEXTS));
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.close();
        }
        studio.close();
    }

    private void makeRun(String name, String rows) throws IOException {
        RunFiles run = RunFiles.make(runs, name);
        Files.writeString(run.directory().resolve("metrics.csv"), "epoch,step,loss_nats,images_per_second\n" + rows);
    }

    @Test
    void noTickLabelIsCut() throws IOException {
        makeRun("long", rows(1_000_000, 200_000, 1));
        makeRun("large", rows(1_234_567, 200_000, 1e9));
        makeRun("small", rows(12_345, 10_000, 1e-9));
        for (String page : new String[] {"long", "long?along=time", "long?along=epoch", "large", "small"}) {
            browser.go("#/runs/" + page);
            browser.settle();
            assertEquals(List.of(), browser.script("""
                    return window.texts.filter(([, left, right, width]) => left < 0 || right > width)"""), page);
            assertTrue((Long) browser.script("return window.texts.length") > 10, "labels were seen");
        }
    }

    private static String rows(long steps, long stride, double scale) {
        StringBuilder rows = new StringBuilder();
        for (long step = stride; step <= steps; step += stride) {
            rows.append("%d,%d,%s,1\n".formatted(step / stride, step, scale * (1 + 1.0 / step)));
        }
        return rows.append("%d,%d,%s,1\n".formatted(steps / stride + 1, steps, scale * 1.5))
                .toString();
    }

    @Test
    void noTwoTicksOfAnAxisHaveTheSameLabel() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 50; i++) {
            rows.append("%d,%d,%s,%s\n".formatted(1 + i / 25, 100_000 + i, 1234.5 + i * 1e-3, 12.30001 + i * 1e-6));
        }
        makeRun("close", rows.toString());
        browser.go("#/runs/close?zoom=100010_100012");
        browser.settle();
        browser.script("window.texts.length = 0; document.querySelector(\"[aria-label='Zoom in']\").click()");
        browser.settle();
        for (String align : new String[] {"center", "right"}) {
            @SuppressWarnings("unchecked")
            List<String> labels = (List<String>) browser.script(
                    "return window.texts.filter((text) => text[4] === arguments[0]).map(([text]) => text)", align);
            assertTrue(labels.size() >= 4, labels.toString());
            for (int i = 1; i < labels.size(); i++) {
                assertNotEquals(labels.get(i - 1), labels.get(i), labels.toString());
            }
        }
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void curvesWithoutPositiveNumbersHaveALogScaleToo() throws IOException {
        makeRun("negative", "1,10,-3,\n1,20,-4,\n2,30,NaN,\n");
        makeRun("nothing", "1,10,NaN,NaN\n1,20,NaN,NaN\n");
        makeRun("rowless", "");
        for (String run : new String[] {"negative", "nothing", "rowless"}) {
            for (String query : new String[] {"", "?log=true", "?along=time&smoothing=0.9", "?along=epoch&log=true"}) {
                browser.go("#/runs/" + run + query);
                browser.settle();
                assertEquals(List.of(), browser.complaints(), run + query);
                assertEquals("", browser.find("#status").getText(), run + query);
            }
        }
    }

    @Test
    void anEpochThatIsNotOverShiftsNoPoint() throws IOException {
        makeRun("half", "1,50,4,1\n1,100,3,1\n2,150,2,1\n");
        Files.writeString(runs.resolve("half/evaluation.csv"), "epoch,loss_nats\n1,3.5\n");
        browser.go("#/runs/half?along=epoch");
        browser.settle();
        browser.tabTo(".plot");
        browser.press(Keys.END);
        assertTrue(
                browser.find(".plot").getDomAttribute("aria-valuetext").startsWith("epoch 1.5:"),
                browser.find(".plot").getDomAttribute("aria-valuetext"));
    }

    @Test
    void savedCurvesAreNamedAfterTheirRun(@TempDir Path downloads) throws IOException {
        makeRun("mine", rows(100, 10, 1));
        makeRun("other", rows(100, 10, 2));
        browser.driver()
                .executeCdpCommand(
                        "Browser.setDownloadBehavior",
                        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        browser.go("#/runs/mine");
        for (String type : new String[] {"CSV", "PNG", "SVG"}) {
            browser.script("document.querySelector(\"[aria-label='Losses as " + type + "']\").click()");
            Path file = downloads.resolve("mine-Losses." + type.toLowerCase());
            browser.until(file.toString(), () -> Files.exists(file));
        }
        assertTrue(Files.readString(downloads.resolve("mine-Losses.csv")).startsWith("update,loss\n10,"));
        assertTrue(Files.readString(downloads.resolve("mine-Losses.svg")).startsWith("<svg"));
        browser.go("#/compare/mine/other");
        browser.script("document.querySelector(\"[aria-label='Loss as CSV']\").click()");
        Path both = downloads.resolve("mine-other-Loss.csv");
        browser.until(both.toString(), () -> Files.exists(both));
    }

    @Test
    void aSavedDrawingIsLikeTheChart(@TempDir Path downloads) throws IOException {
        makeRun("mine", "1,10,100,1\n1,20,10,1\n1,30,1,1\n1,40,-1,1\n");
        browser.driver()
                .executeCdpCommand(
                        "Browser.setDownloadBehavior",
                        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        Path file = downloads.resolve("mine-Losses.svg");
        for (String query : new String[] {"", "?log=true", "?log=true&smoothing=0.5"}) {
            Files.deleteIfExists(file);
            browser.go("#/runs/mine" + query);
            browser.settle();
            browser.script("document.querySelector(\"[aria-label='Losses as SVG']\").click()");
            browser.until(file.toString(), () -> Files.exists(file));
            String drawing = Files.readString(file);
            assertFalse(drawing.contains("NaN") || drawing.contains("Infinity"), drawing);
            assertFalse(drawing.contains("stroke-dasharray"), "the curve is solid in the chart");
            String path = drawing.replaceAll("(?s).*<path d=\"([^\"]*)\".*", "$1");
            assertEquals(query.isEmpty() ? 4 : query.endsWith("5") ? 4 : 3, path.split("[ML]").length - 1, path);
            if (query.equals("?log=true")) {
                double[] heights = Arrays.stream(path.substring(1).split("L"))
                        .mapToDouble(point -> Double.parseDouble(point.split(" ")[1]))
                        .toArray();
                assertEquals(heights[1] - heights[0], heights[2] - heights[1], 0.2, "a factor of ten is one distance");
            }
        }
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void aSliderThatIsPulledForLongKeepsTheAddressWithinTheBrowsersLimit() throws IOException {
        TrainedRuns.train(runs);
        browser.go("#/play/vae");
        browser.script("""
                window.writes = 0;
                const write = history.replaceState;
                history.replaceState = function (...all) { window.writes++; return write.apply(this, all); };""");
        browser.driver().executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const slider = document.querySelector(".sliders input");
                const canvas = document.querySelector(".stage .big");
                let moves = 0;
                const observer = new MutationObserver(() => {
                    if (++moves > 200) {
                        observer.disconnect();
                        done();
                        return;
                    }
                    slider.value = moves / 100;
                    slider.dispatchEvent(new Event("input"));
                });
                observer.observe(canvas, { attributes: true, attributeFilter: ["aria-label", "width"] });
                slider.value = 0.01;
                slider.dispatchEvent(new Event("input"));""");
        browser.until(
                "the last place in the address",
                () -> browser.driver().getCurrentUrl().contains("z=2_"));
        long writes = (Long) browser.script("return window.writes");
        assertTrue(writes <= 100, writes + " changes of the address, of which Safari allows 100 in 30 seconds");
    }
}
