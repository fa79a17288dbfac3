package io.gen4j.app.studio.http;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * The limits of the server. It has more threads than connections, so slow connections cannot delay others.
 */
public final class ServerLimits {

    private static final int CONNECTIONS = 600;
    private static final int THREADS = 640;
    private static final int KEPT_THREADS = 8;
    private static final int IDLE_THREAD_MILLIS = 30_000;
    private static final int IDLE_CONNECTION_MILLIS = 10_000;
    private static final int HEADER_BYTES = 16 << 10;

    private ServerLimits() {}

    /** Creates the threads that answer requests. */
    public static ThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, KEPT_THREADS, IDLE_THREAD_MILLIS);
        threads.setName("studio");
        threads.setDaemon(true);
        return threads;
    }

    /** Limits a server's connections, and gives its refusals the form of the API. */
    public static void apply(Server server) {
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        server.setErrorHandler(new ProblemErrorHandler());
        server.setStopTimeout(0);
    }

    /** Ends connections that send nothing. */
    public static void applyTo(Server server) {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof AbstractConnector limited) {
                limited.setIdleTimeout(IDLE_CONNECTION_MILLIS);
            }
        }
    }

    /** Gives the refusals of the servlets the form of the API, too. */
    public static void apply(ServletContextHandler context) {
        context.setErrorHandler(new ProblemErrorHandler());
    }

    /** Limits headers, and hides the server's version. */
    public static void apply(HttpConfiguration http) {
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
    }
}
