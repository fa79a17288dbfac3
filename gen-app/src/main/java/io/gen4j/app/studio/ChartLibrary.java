package io.gen4j.app.studio;

import io.gen4j.app.studio.http.Answer;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The files of uPlot, the page's chart library, served from its webjar. */
final class ChartLibrary {

    private static final String DIRECTORY = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private ChartLibrary() {}

    /** The library's files, by path. */
    static Map<String, Handler> files() throws IOException {
        return Map.of(
                "/uplot.js",
                file("uPlot.iife.min.js", "text/javascript"),
                "/uplot.css",
                file("uPlot.min.css", "text/css"));
    }

    private static Handler file(String name, String type) throws IOException {
        try (InputStream in = ChartLibrary.class.getResourceAsStream(DIRECTORY + name)) {
            if (in == null) {
                throw new IOException("the program lacks " + name + ": build it again");
            }
            byte[] bytes = in.readAllBytes();
            return context -> Answer.send(context, type, bytes);
        }
    }
}
