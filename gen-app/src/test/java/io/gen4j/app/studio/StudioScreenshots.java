package io.gen4j.app.studio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * Takes the pictures of {@code docs/studio.md}. Not a test, so it runs only when it is named; docs/studio.md has the
 * command.
 */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StudioScreenshots {

    /** Corners of a 3, in shares of the pad from its middle. */
    private static final double[][] THREE = {
        {-0.18, -0.26},
        {0.02, -0.3},
        {0.17, -0.22},
        {0.14, -0.08},
        {-0.02, -0.01},
        {0.16, 0.06},
        {0.2, 0.2},
        {0.02, 0.29},
        {-0.19, 0.24}
    };

    private Path images;
    private Studio studio;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path profile) throws IOException {
        Path runs = Path.of(property("studio.runs"));
        images = Files.createDirectories(Path.of(property("studio.images")));
        studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null));
        browser = Browser.open(studio.address(), profile);
    }

    @AfterAll
    void stop() {
        browser.close();
        studio.close();
    }

    @Test
    void take() throws IOException {
        String vae = property("studio.vae");
        String cgan = property("studio.cgan");
        for (boolean phone : List.of(false, true)) {
            Dimension size = phone ? Browser.PHONE : Browser.DESK;
            browser.resize(size);
            browser.preferDark(phone);
            String suffix = phone ? "-phone" : "";
            browser.go("#/runs");
            save("runs" + suffix);
            browser.go("#/runs/" + vae);
            save("run" + suffix);
            browser.go("#/compare/" + vae + "/" + property("studio.other"));
            save("compare" + suffix);
            browser.go("#/play/" + cgan);
            browser.find(".labels input[value='8']").click();
            save("play" + suffix);
            browser.go("#/play/" + vae);
            draw(browser.find(".pad"));
            browser.script(
                    "document.querySelector(arguments[0]).scrollIntoView({ block: 'end' })",
                    phone ? ".pad-frame" : "main h1");
            save("draw" + suffix);
        }
    }

    private void draw(WebElement pad) {
        Dimension size = pad.getSize();
        Actions actions = new Actions(browser.driver());
        for (int i = 0; i < THREE.length; i++) {
            actions.moveToElement(pad, (int) (THREE[i][0] * size.width), (int) (THREE[i][1] * size.height));
            if (i == 0) {
                actions.clickAndHold();
            }
        }
        actions.release().perform();
    }

    private void save(String name) throws IOException {
        // Others load when they scroll into view, or when their part is opened.
        browser.until("all pictures in view", () -> (Boolean) browser.script("""
                return [...document.images]
                    .filter((image) => image.checkVisibility() && image.getBoundingClientRect().top < innerHeight)
                    .every((image) => image.complete && image.naturalWidth > 0);"""));
        browser.settle();
        IndexedPng.write(
                images.resolve("studio-" + name + ".png"),
                ImageIO.read(new ByteArrayInputStream(browser.screenshot())));
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("-D" + name + " is missing: docs/studio.md has the command");
        }
        return value;
    }
}
