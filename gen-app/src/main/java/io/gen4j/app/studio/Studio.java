package io.gen4j.app.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gen4j.app.studio.analysis.AnalysisApi;
import io.gen4j.app.studio.evaluation.EvaluationApi;
import io.gen4j.app.studio.events.EventsApi;
import io.gen4j.app.studio.exports.ExportApi;
import io.gen4j.app.studio.generation.GenerationApi;
import io.gen4j.app.studio.generation.ModelCache;
import io.gen4j.app.studio.generation.ModelsApi;
import io.gen4j.app.studio.http.AccessRules;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.http.Problem;
import io.gen4j.app.studio.http.RequestGuard;
import io.gen4j.app.studio.http.ServerLimits;
import io.gen4j.app.studio.jobs.JobQueue;
import io.gen4j.app.studio.jobs.JobsApi;
import io.gen4j.app.studio.operations.AccessLog;
import io.gen4j.app.studio.operations.Operations;
import io.gen4j.app.studio.runs.ManageApi;
import io.gen4j.app.studio.runs.MetricsApi;
import io.gen4j.app.studio.runs.RunCatalog;
import io.gen4j.app.studio.runs.RunsApi;
import io.gen4j.app.studio.workshop.Workshop;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.staticfiles.JavalinStaticResourceHandler;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/**
 * The server of the studio. It runs until you close it.
 *
 * <pre>{@code
 * try (Studio studio = Studio.start(new StudioConfig(Path.of("runs"), StudioConfig.LOOPBACK, 7860, null))) {
 *     System.out.println(studio.address());
 * }
 * }</pre>
 */
public final class Studio implements AutoCloseable {

    private static final int MODELS = 8;
    private static final String PAGE = "/studio";

    private final StudioConfig config;
    private final ModelCache models;
    private final JobQueue jobs;
    private final EventsApi events;
    private final Operations operations;
    private final Workshop workshop;
    private final Javalin server;

    private Studio(StudioConfig config, AccessLog log, Map<String, String> environment) throws IOException {
        this.config = config;
        operations = new Operations(config.runs(), log);
        AccessRules access = config.access();
        models = new ModelCache(MODELS);
        RunCatalog catalog = new RunCatalog(config.runs(), new ApiPaths(config.basePath()));
        RunsApi runs = new RunsApi(catalog);
        jobs = new JobQueue();
        events = new EventsApi(catalog, jobs);
        workshop = new Workshop(config.workshop(), catalog, runs, access);
        JsonNode description = readDescription();
        Map<String, Handler> library = ChartLibrary.files();
        server = Javalin.create(javalin -> {
            configure(javalin);
            operations.addTo(javalin);
            javalin.routes.before(new RequestGuard(access));
            ApiRoutes routes = new ApiRoutes(javalin.routes);
            library.forEach(routes::get);
            routes.get(ApiPaths.ROOT + "/openapi.json", context -> Answer.send(context, description));
            runs.addTo(routes);
            new MetricsApi(runs).addTo(routes);
            new ManageApi(catalog, runs, access).addTo(routes);
            new GenerationApi(runs, models).addTo(routes);
            new ModelsApi(runs).addTo(routes);
            new ExportApi(runs).addTo(routes);
            new EvaluationApi(runs, jobs, access, environment).addTo(routes);
            new AnalysisApi(runs, environment).addTo(routes);
            new JobsApi(jobs).addTo(routes);
            workshop.addTo(routes);
            events.addTo(routes);
            operations.addTo(routes);
            routes.finish();
            Problem.answerExceptions(javalin.routes);
        });
    }

    /**
     * Starts a server.
     *
     * @throws NotDirectoryException if the path of the runs exists and is not a directory
     * @throws IOException if the server cannot listen at the address, for example because the port is in use
     */
    public static Studio start(StudioConfig config) throws IOException {
        return start(config, AccessLog.NONE, System.getenv());
    }

    /**
     * As {@link #start(StudioConfig)}, with an access log.
     *
     * @param log is closed with the studio
     * @param environment names the caches of data and of feature networks
     */
    public static Studio start(StudioConfig config, AccessLog log, Map<String, String> environment) throws IOException {
        Studio studio = new Studio(config, log, environment);
        try {
            studio.workshop.start();
            studio.server.start();
            ServerLimits.applyTo(studio.server.jettyServer().server());
        } catch (IOException e) {
            studio.close();
            throw e;
        } catch (RuntimeException e) {
            studio.close();
            throw new IOException(
                    "cannot listen at " + config.host() + ", port " + config.port() + ": choose another port", e);
        }
        return studio;
    }

    private void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.jetty.host = config.host();
        javalin.jetty.port = config.port();
        javalin.jetty.threadPool = ServerLimits.threads();
        javalin.jetty.modifyServer(ServerLimits::apply);
        javalin.jetty.modifyHttpConfiguration(ServerLimits::apply);
        javalin.jetty.modifyServletContextHandler(ServerLimits::apply);
        if (!config.basePath().isEmpty()) {
            javalin.router.contextPath = config.basePath();
        }
        // Jetty's own handler does not find files in a jar whose path has letters that a URL escapes.
        javalin.resourceHandler(new JavalinStaticResourceHandler());
        javalin.staticFiles.add(PAGE, Location.CLASSPATH);
    }

    private static JsonNode readDescription() throws IOException {
        try (InputStream in = Studio.class.getResourceAsStream("openapi.yaml")) {
            return new YAMLMapper().readTree(in);
        }
    }

    /** The address to open on this machine, with the token if the studio needs one. */
    public URI address() {
        return address(config.isEveryAddress() ? "localhost" : config.host());
    }

    /** Whether the server listens at every address of this machine. */
    public boolean isReachedFromOutside() {
        return config.isEveryAddress();
    }

    /** The address to open on another machine of the network. It has this machine's network address if there is one. */
    public URI outsideAddress() throws SocketException {
        return address(NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("localhost"));
    }

    private URI address(String name) {
        String query =
                config.token() == null ? "" : "?token=" + URLEncoder.encode(config.token(), StandardCharsets.UTF_8);
        String host = name.contains(":") ? "[" + name + "]" : name;
        return URI.create("http://" + host + ":" + server.port() + config.basePath() + "/" + query);
    }

    /**
     * Stops the server and releases the models. It waits for running requests, at most {@link Operations#PATIENCE}.
     * Event streams end at once.
     */
    @Override
    public void close() {
        operations.end();
        events.close();
        jobs.close();
        workshop.close();
        operations.awaitRequests(Operations.PATIENCE);
        server.stop();
        models.close();
        operations.close();
    }
}
