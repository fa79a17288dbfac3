package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

/** The list of runs as a table, its order and its ticks, and what is compared, in a real browser. */
@Tag("browser")
@Timeout(300)
class StudioListIT {

    @TempDir
    private Path directory;

    private Path runs;
    private Studio studio;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        runs = Files.createDirectory(directory.resolve("runs"));
        makeRun("small", 9);
        makeRun("middle", 30);
        makeRun("large", 100);
        studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null));
        browser = Browser.open(studio.address(), Files.createDirectory(directory.resolve("profile")));
    }

    private RunFiles makeRun(String name, int batchSize) throws IOException {
        RunFiles run = RunFiles.make(runs, name);
        Path record = run.directory().resolve("config.json");
        Files.writeString(record, Files.readString(record).replace("\"batchSize\":10", "\"batchSize\":" + batchSize));
        return run;
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.close();
        }
        studio.close();
    }

    @Test
    void aSettingOrdersTheTable() {
        browser.go("#/runs?view=table");
        heading("batch size").click();
        browser.until("ascending", () -> names().equals(List.of("small", "middle", "large")));
        heading("batch size").click();
        browser.until("descending", () -> names().equals(List.of("large", "middle", "small")));
        browser.driver().navigate().refresh();
        browser.until("the order of the address", () -> names().equals(List.of("large", "middle", "small")));
        assertEquals(List.of(), browser.complaints());
    }

    private WebElement heading(String text) {
        return browser.findAll(".runs-table thead button").stream()
                .filter(button -> button.getText().startsWith(text))
                .findFirst()
                .orElseThrow();
    }

    private List<String> names() {
        return browser.findAll(".runs-table tbody th").stream()
                .map(WebElement::getText)
                .toList();
    }

    @Test
    void cardsAndTableHaveTheSameTicks() {
        browser.go("#/runs");
        box("small").click();
        box("large").click();
        showAs("table");
        browser.until("a table", () -> names().size() == 3);
        assertEquals("true", box("small").getDomProperty("checked"));
        box("small").click();
        showAs("cards");
        browser.until("cards", () -> browser.findAll(".card.run").size() == 3);
        assertEquals("1 chosen", browser.find("#compare-hint").getText());
        assertEquals("false", box("small").getDomProperty("checked"), "no longer ticked");
        box("middle").click();
        showAs("table");
        browser.until("a table again", () -> names().size() == 3);
        assertEquals("true", box("middle").getDomProperty("checked"));
        assertEquals("false", box("small").getDomProperty("checked"));
    }

    private WebElement box(String run) {
        return browser.find("input[aria-label='Compare " + run + "']");
    }

    private void showAs(String view) {
        browser.script("document.querySelector(\"input[value='" + view + "']\").click()");
    }

    @Test
    void theTableClaimsNothingOfASilentServer() throws IOException {
        RunFiles running = makeRun("running", 10);
        running.state("running");
        browser.go("#/runs?view=table");
        browser.until("running", () -> states().contains("running"));
        int port = studio.address().getPort();
        studio.close();
        browser.until("no news", () -> !states().contains("running"));
        studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, port, null));
        browser.until("running again", () -> states().contains("running"));
        browser.complaints();
    }

    private List<String> states() {
        return browser.findAll(".runs-table tbody tr td:nth-child(3)").stream()
                .map(WebElement::getText)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cards", "table"})
    void theFocusStaysWhileRunsTrain(String view) throws IOException {
        RunFiles running = makeRun("running", 10);
        running.state("running");
        browser.go("#/runs?view=" + view);
        browser.script("document.querySelector(\"a[href='#/runs/middle']:not([tabindex])\").focus()");
        running.addRow(2, 20, 3);
        browser.until("the newer epoch", () -> browser.find("main").getText().contains("2 of 3"));
        assertEquals("#/runs/middle", browser.script("return document.activeElement.getAttribute('href')"));
    }

    @Test
    void aNewRunInTheTableHasItsSettings() throws IOException {
        browser.go("#/runs?view=table");
        makeRun("later", 77);
        browser.until(
                "the new run with its settings",
                () -> browser.findAll(".runs-table tbody tr").stream()
                        .anyMatch(row ->
                                row.getText().contains("later") && row.getText().contains("77")));
    }

    @Test
    void aFilterOfTheAddressIsShownEvenIfNothingFits() {
        browser.go("#/runs?group=gone");
        assertTrue(browser.find("main").getText().contains("No run fits"));
        assertEquals(
                "gone",
                browser.script("return document.querySelectorAll('.filter select')[2].value"),
                "the filter that hides all is shown");
        browser.script("const group = document.querySelectorAll('.filter select')[2];"
                + "group.value = ''; group.dispatchEvent(new Event('change'))");
        browser.until("all runs", () -> browser.findAll(".card.run").size() == 3);
    }

    @Test
    void theOthersAreComparedWithoutTheOneThatIsGone() {
        browser.go("#/compare/small/gone/large");
        assertEquals(2, browser.findAll(".pair .card").size());
        assertTrue(browser.find("main").getText().contains("gone"), "a line names it");
        browser.find("button[aria-label='Take gone away']").click();
        browser.until(
                "an address without it", () -> browser.driver().getCurrentUrl().endsWith("#/compare/small/large"));
        browser.complaints();
    }
}
