package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a window, that looks at one studio. */
public final class Browser implements AutoCloseable {

    static final Dimension DESK = new Dimension(1280, 800);
    static final Dimension PHONE = new Dimension(390, 844);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> DIRECTORIES = List.of("/usr/bin", "/usr/local/bin", "/snap/bin");

    private final ChromeDriver driver;
    private final URI studio;

    private Browser(ChromeDriver driver, URI studio) {
        this.driver = driver;
        this.studio = studio;
    }

    /** Runs something with pages that cannot store anything, as where a browser is set so. */
    void withoutStorage(Runnable work) {
        Object script = driver.executeCdpCommand(
                        "Page.addScriptToEvaluateOnNewDocument",
                        Map.of(
                                "source",
                                "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })"))
                .get("identifier");
        try {
            work.run();
        } finally {
            driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
        }
    }

    /** Starts one that prefers English, or skips the test where there is none. */
    static Browser open(URI studio, Path profile) {
        return open(studio, profile, "en-US");
    }

    /** Starts one that prefers a language, or skips the test where there is none. */
    static Browser open(URI studio, Path profile, String language) {
        Path chromium = program("chromium", "google-chrome", "chromium-browser");
        Path chromedriver = program("chromedriver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--lang=" + language,
                "--user-data-dir=" + profile);
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.SEVERE);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options), studio);
        browser.resize(DESK);
        return browser;
    }

    private static Path program(String... names) {
        List<Path> places = Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        DIRECTORIES.stream())
                .flatMap(directory -> Stream.of(names).map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .toList();
        assumeTrue(
                !places.isEmpty(), () -> "there is no " + names[0] + " here; on Debian: apt-get install " + names[0]);
        return places.get(0);
    }

    ChromeDriver driver() {
        return driver;
    }

    /** The size of the page itself, whatever frame the window has. */
    void resize(Dimension size) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", size.width, "height", size.height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** What the system is set to. */
    void preferDark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Opens a view afresh, such as {@code #/runs}, and waits until it is there. */
    void go(String hash) {
        driver.get("about:blank");
        driver.get(studio.resolve("/") + hash);
        waitFor("h1");
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> findAll(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The button, link or summary with this text or name. */
    WebElement named(String name) {
        return until(
                "something called " + name,
                () -> findAll("main button, main a, main summary").stream()
                        .filter(WebElement::isDisplayed)
                        .filter(element -> element.getAccessibleName().equals(name))
                        .findFirst()
                        .orElse(null));
    }

    WebElement waitFor(String css) {
        return until(css, () -> findAll(css).stream().findFirst().orElse(null));
    }

    /** Waits until there is a value that is neither null nor false, and gives it. */
    <T> T until(String what, java.util.function.Supplier<T> condition) {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> what + "; the page says: " + find("body").getText())
                .until(d -> condition.get());
    }

    /** Runs a script, which may {@code return} a value. */
    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The pixels of a canvas, so that two states of it can be compared. */
    String pixels(String css) {
        return (String) script("return document.querySelector(arguments[0]).toDataURL()", css);
    }

    /** Presses keys, as a reader without a mouse does. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Goes on with the tabulator until the element has the focus. */
    void tabTo(String css) {
        for (int i = 0; i < 200; i++) {
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", css))) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("the tabulator does not lead to " + css);
    }

    /** Waits until the page has asked the server for nothing for a while, and has drawn what it was told. */
    void settle() {
        driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                let calls = -1;
                const look = () => {
                    const now = performance.getEntriesByType("resource").length;
                    if (now === calls) {
                        requestAnimationFrame(() => requestAnimationFrame(done));
                    } else {
                        calls = now;
                        setTimeout(look, 500);
                    }
                };
                look();
                """);
    }

    byte[] screenshot() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** What the page complained of since the last call: broken scripts, refused content. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
