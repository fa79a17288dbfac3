package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.gen4j.app.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The studio's page in a browser that prefers Chinese. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StudioLanguageIT {

    private Path directory;
    private Studio studio;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Path runs = Files.createDirectory(directory.resolve("runs"));
        String[] train = {
            "train",
            "vae",
            "--data",
            "synthetic",
            "--out",
            runs.resolve("vae").toString(),
            "--limit",
            "100",
            "--epochs",
            "2",
            "--hidden",
            "8",
            "--latent",
            "2",
            "--batch-size",
            "50"
        };
        CommandRun run = CommandRun.of(train);
        assertEquals(0, run.exitCode(), run.err());
        RunFiles.make(runs, "other");
        studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null));
        browser = Browser.open(studio.address(), Files.createDirectory(directory.resolve("profile")), "zh-CN");
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

    @AfterEach
    void forgetTheChoice() {
        browser.script("localStorage.clear()");
        browser.preferDark(false);
    }

    @Test
    void theBrowserChoosesTheLanguage() {
        browser.go("#/runs");
        assertEquals("zh-Hans", browser.find("html").getDomAttribute("lang"));
        assertEquals("训练记录", browser.find("h1").getText());
        assertEquals("训练记录 · Gen4J 工作台", browser.driver().getTitle());
        assertEquals("跳到正文", browser.find("#skip").getDomProperty("textContent"));
        browser.go("#/play/vae");
        browser.named("生成").click();
        browser.until(
                "what was drawn",
                () -> browser.find("#status").getDomProperty("textContent").contains("已生成 16 个样本"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void theReaderChoosesTheLanguageAndKeepsIt() {
        browser.go("#/runs/vae");
        assertEquals("English", browser.find("#language").getText());
        browser.find("#language").click();
        browser.until("English", () -> browser.find("main").getText().contains("Curves"));
        assertEquals("en", browser.find("html").getDomAttribute("lang"));
        assertEquals("vae · Gen4J studio", browser.driver().getTitle());
        assertEquals("language", browser.driver().switchTo().activeElement().getDomAttribute("id"));
        browser.go("#/runs");
        assertEquals("Runs", browser.find("h1").getText());
        browser.find("#language").click();
        browser.until("Chinese", () -> browser.find("h1").getText().equals("训练记录"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void theLanguageChangesWhereNothingCanBeStored() {
        try {
            browser.withoutStorage(() -> {
                browser.go("#/runs");
                browser.find("#language").click();
                browser.until("English", () -> browser.find("h1").getText().equals("Runs"));
                assertEquals(List.of(), browser.complaints());
            });
        } finally {
            browser.go("#/runs");
        }
    }

    @Test
    void datesAreThoseOfTheLocale() {
        browser.go("#/runs/vae");
        String started = browser.find(".facts dd").getText();
        assertTrue(started.matches("20\\d\\d年\\d+月\\d+日.*"), started);
        browser.find("#language").click();
        browser.until(
                "an English date", () -> browser.find(".facts dd").getText().matches("[A-Z][a-z]{2} \\d+, 20\\d\\d.*"));
    }

    /** Texts of the server, names of files and settings, and keys stay English. */
    @ParameterizedTest
    @ValueSource(
            strings = {"#/runs", "#/runs?view=table", "#/runs/vae", "#/compare/vae/other", "#/play/vae", "#/trash"})
    void noEnglishIsLeft(String page) {
        browser.go(page);
        browser.settle();
        browser.findAll("main details").forEach(each -> browser.script("arguments[0].open = true", each));
        Object words = browser.script("""
                const shown = [];
                const own = "code, pre, kbd, svg, .config, [aria-labelledby=settings], .problems, #language, .runs-table, .about .clip, .lead, th[scope=row]";
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
                    if (element.closest(own)) {
                        continue;
                    }
                    const texts = node.nodeType === Node.TEXT_NODE
                        ? [node.nodeValue]
                        : ["aria-label", "placeholder", "title", "alt", "aria-valuetext"].map((name) => element.getAttribute(name) ?? "");
                    for (const text of texts) {
                        shown.push(...(text.match(/[A-Za-z]{3,}/g) ?? []));
                    }
                }
                return [...new Set(shown)].sort().join(" ");
                """);
        Set<String> names = Set.of(
                "Gen",
                "studio",
                "vae",
                "other",
                "PNG",
                "CSV",
                "SVG",
                "API",
                "Java",
                "curl",
                "nat",
                "Fréchet",
                "chet",
                "English",
                "samples",
                "decode",
                "interpolate",
                "reconstruct",
                "ROC",
                "ELBO",
                "log",
                "trash",
                "model",
                "zip",
                "safetensors",
                "ONNX",
                "Runtime",
                "PyTorch",
                "Hub",
                "synthetic");
        List<String> left = List.of(words.toString().split(" ")).stream()
                .filter(word -> !word.isEmpty() && !names.contains(word))
                .toList();
        assertEquals(List.of(), left, page);
        assertNotEquals("", browser.find("main").getText());
    }

    @SuppressWarnings("deprecation")
    @ParameterizedTest
    @ValueSource(strings = {"#/runs", "#/runs/vae", "#/compare/vae/other", "#/play/vae", "#/trash"})
    void isAccessibleInChinese(String page) {
        for (boolean dark : new boolean[] {false, true}) {
            browser.preferDark(dark);
            browser.go(page);
            List<String> findings = new AxeBuilder()
                    .setLegacyMode(true).analyze(browser.driver()).getViolations().stream()
                            .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                            .map(rule ->
                                    rule.getId() + ": " + rule.getNodes().get(0).getHtml())
                            .toList();
            assertEquals(List.of(), findings, page + (dark ? ", dark" : ", light"));
        }
    }
}
