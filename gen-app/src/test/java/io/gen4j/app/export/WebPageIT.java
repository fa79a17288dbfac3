package io.gen4j.app.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.gen4j.app.CommandRun;
import io.gen4j.app.TrainedRuns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Tests of the exported page in Chromium, from a plain file server. ONNX Runtime Web comes from {@code
 * $ONNXRUNTIME_WEB}, the package's {@code .tgz} or directory. Without this variable, it comes from {@code npm pack}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebPageIT {

    private static final String VERSION = "1.30.0";

    private Path directory;
    private Path site;
    private HttpServer server;
    private ChromeDriver driver;

    @BeforeAll
    void open(@TempDir Path temporary) throws Exception {
        Path chromium = Path.of("/usr/bin/chromium");
        Path chromedriver = Path.of("/usr/bin/chromedriver");
        assumeTrue(Files.isExecutable(chromium) && Files.isExecutable(chromedriver), "there is no Chromium");
        directory = temporary;
        TrainedRuns.train(directory);
        site = directory.resolve("site");
        CommandRun run = CommandRun.of(
                "export",
                "--run",
                directory.resolve("cgan").toString(),
                "--format",
                "web",
                "--runtime",
                npmPackage().toString(),
                "--out",
                site.toString());
        assertEquals(0, run.exitCode(), run.err());
        server = serve(site);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--user-data-dir=" + directory.resolve("profile"));
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.toFile())
                        .build(),
                options);
    }

    @AfterAll
    void close() {
        if (driver != null) {
            driver.quit();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    private Path npmPackage() throws IOException, InterruptedException {
        String given = System.getenv("ONNXRUNTIME_WEB");
        if (given != null) {
            return Path.of(given);
        }
        Path archive = Path.of("target", "onnxruntime-web-" + VERSION + ".tgz").toAbsolutePath();
        if (Files.notExists(archive)) {
            Process npm;
            try {
                npm = new ProcessBuilder("npm", "pack", "onnxruntime-web@" + VERSION)
                        .directory(archive.getParent().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                assumeTrue(false, "there is no npm");
                throw e;
            }
            assumeTrue(npm.waitFor() == 0, "npm cannot download onnxruntime-web");
        }
        return archive;
    }

    /** A server of files with the few types that every file server knows. */
    private static HttpServer serve(Path site) throws IOException {
        Map<String, String> types =
                Map.of("html", "text/html", "js", "text/javascript", "css", "text/css", "json", "application/json");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath().substring(1);
                Path file = site.resolve(path.isEmpty() ? "index.html" : path);
                if (!Files.isRegularFile(file)) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                String end = path.isEmpty() ? "html" : path.substring(path.lastIndexOf('.') + 1);
                exchange.getResponseHeaders().set("Content-Type", types.getOrDefault(end, "application/octet-stream"));
                exchange.sendResponseHeaders(200, Files.size(file));
                Files.copy(file, exchange.getResponseBody());
            }
        });
        server.start();
        return server;
    }

    private void visit() {
        driver.get("http://localhost:" + server.getAddress().getPort() + "/");
    }

    private void visitAndWait() {
        visit();
        patiently()
                .until(d -> status().isEmpty()
                        && driver.findElement(By.id("grid")).getSize().getHeight() > 0);
    }

    private WebDriverWait patiently() {
        return new WebDriverWait(driver, Duration.ofSeconds(60));
    }

    private String status() {
        return String.valueOf(driver.executeScript("return document.getElementById('status').textContent"));
    }

    private String picture() {
        return String.valueOf(driver.executeScript("return document.getElementById('picture').toDataURL()"));
    }

    @Test
    void drawsTheDigitThatIsAskedFor() {
        visitAndWait();
        Select label = new Select(driver.findElement(By.id("label")));
        assertEquals(
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                label.getOptions().stream().map(WebElement::getText).toList());
        String zero = picture();
        label.selectByVisibleText("8");
        patiently().until(d -> !picture().equals(zero));
        String eight = picture();
        label.selectByVisibleText("0");
        patiently().until(d -> !picture().equals(eight));
        assertEquals(zero, picture(), "the same latent and label");
        assertEquals(28L, driver.executeScript("return document.getElementById('picture').width"));
        assertEquals(112L, driver.executeScript("return document.getElementById('grid').width"));
    }

    @Test
    void slidersAndButtonsChangeThePicture() {
        visitAndWait();
        String first = picture();
        List<WebElement> sliders = driver.findElements(By.cssSelector("#sliders input"));
        assertEquals(8, sliders.size());
        for (int i = 0; i < 20; i++) {
            sliders.get(0).sendKeys(Keys.ARROW_RIGHT);
            sliders.get(0).sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        }
        patiently().until(d -> !picture().equals(first));
        String moved = picture();
        driver.findElement(By.id("draw")).click();
        patiently().until(d -> !picture().equals(moved));
        assertNotEquals(first, picture());
    }

    @Test
    void aLabelThatDoesNotExistIsNamed() {
        visitAndWait();
        driver.executeScript("const s = document.getElementById('label'); s.append(new Option('11', 11)); s.value = 11;"
                + " s.dispatchEvent(new Event('change'));");
        patiently().until(d -> status().equals("The model cannot draw: label 11 does not exist: choose 0 to 9"));
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        for (String name : new String[] {"model/model.onnx", "ort/ort.js"}) {
            Path file = site.resolve(name);
            Path away = site.resolveSibling("away");
            Files.move(file, away);
            try {
                visit();
                patiently().until(d -> status().startsWith("The page cannot start: " + name + " cannot be loaded"));
            } finally {
                Files.move(away, file);
            }
        }
    }

    @Test
    void withoutAServerThePageSaysHowToServeIt() {
        driver.get(site.resolve("index.html").toUri().toString());
        assertTrue(status().startsWith("This page needs a web server: "), status());
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws IOException {
        visitAndWait();
        Object origins = driver.executeScript("return [...new Set(performance.getEntriesByType('resource')"
                + ".map(entry => new URL(entry.name).origin))].filter(o => o !== 'null')");
        assertEquals(List.of("http://localhost:" + server.getAddress().getPort()), origins);
        try (Stream<Path> files = Files.list(site)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                assertTrue(!Files.readString(file).contains("https://"), file.toString());
            }
        }
    }
}
