package io.gen4j.app.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import io.javalin.json.JavalinJackson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NotDirectoryException;

/**
 * The server of the studio. Runs until it is closed.
 *
 * <pre>{@code
 * try (Studio studio = Studio.start(new StudioConfig(Path.of("runs"), StudioConfig.LOOPBACK, 7860, null))) {
 *     System.out.println(studio.address());
 * }
 * }</pre>
 */
public final class Studio implements AutoCloseable {

    private static final int MODELS = 4;
    private static final String PAGE = "/studio";

    private final StudioConfig config;
    private final ModelCache models;
    private final RunEvents events;
    private final Javalin server;

    private Studio(StudioConfig config) throws IOException {
        this.config = config;
        this.models = new ModelCache(MODELS);
        RunsApi runs = new RunsApi(new RunCatalog(config.runs()));
        this.events = new RunEvents(runs);
        GenerationApi generation = new GenerationApi(runs, models);
        JsonNode description = readDescription();
        this.server = Javalin.create(javalin -> {
            configure(javalin);
            javalin.routes.before(new RequestGuard(config));
            javalin.routes.get(ApiPaths.of("openapi.json"), context -> context.json(description));
            runs.addTo(javalin.routes);
            events.addTo(javalin.routes);
            generation.addTo(javalin.routes);
            Problem.answerExceptions(javalin.routes);
        });
    }

    /**
     * Starts a server.
     *
     * @throws NotDirectoryException if there is no directory of runs
     * @throws IOException if it cannot listen at the address, such as when the port is taken
     */
    public static Studio start(StudioConfig config) throws IOException {
        Studio studio = new Studio(config);
        try {
            studio.server.start();
        } catch (RuntimeException e) {
            studio.close();
            throw new IOException(
                    "cannot listen at " + config.host() + ", port " + config.port() + ": choose another --port", e);
        }
        return studio;
    }

    private void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.jetty.host = config.host();
        javalin.jetty.port = config.port();
        javalin.http.prefer405over404 = true;
        javalin.http.generateEtags = true;
        javalin.jsonMapper(new JavalinJackson(new ObjectMapper(), false));
        javalin.staticFiles.add(PAGE, Location.CLASSPATH);
    }

    private static JsonNode readDescription() throws IOException {
        try (InputStream in = Studio.class.getResourceAsStream("openapi.yaml")) {
            return new YAMLMapper().readTree(in);
        }
    }

    /** Where to open it, with the token if it wants one. */
    public URI address() {
        String query =
                config.token() == null ? "" : "?token=" + URLEncoder.encode(config.token(), StandardCharsets.UTF_8);
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return URI.create("http://" + host + ":" + server.port() + "/" + query);
    }

    /** Ends answering, and releases the models. */
    @Override
    public void close() {
        events.close();
        server.stop();
        models.close();
    }
}
