package io.gen4j.app.console;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Opens a page in the user's browser by a command of the system, as Java's own API needs a display. */
public final class Browser {

    private Browser() {}

    /** @throws IOException if the system has no command to open pages; the message names it */
    public static void show(URI page) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> command = system.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", page.toString())
                : List.of(system.contains("mac") ? "open" : "xdg-open", page.toString());
        try {
            new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new IOException("--open: there is no " + command.get(0) + ": open " + page + " in a browser", e);
        }
    }
}
