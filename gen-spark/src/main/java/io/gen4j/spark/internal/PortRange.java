package io.gen4j.spark.internal;

import java.io.IOException;
import java.io.Serializable;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The ports that ranks may listen on.
 *
 * @param from the first, 1 to 65535; 0 for any free port
 * @param to the last, {@code from} to 65535; 0 with {@code from} 0
 */
record PortRange(int from, int to) implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int MAX_PORT = 65_535;
    private static final int BACKLOG = 16;

    /** @throws IllegalArgumentException if the range is empty or has other numbers than ports */
    PortRange {
        if (from < 0 || to > MAX_PORT || from > to || (from == 0 && to != 0)) {
            throw new IllegalArgumentException("ports is " + from + "-" + to + ": must be two numbers from 1 to "
                    + MAX_PORT + ", the smaller first, or 0 for any free port");
        }
    }

    /**
     * Reads {@code 40000-40100}, or {@code 0}.
     *
     * @throws IllegalArgumentException if the text is no range
     */
    static PortRange parse(String text) {
        String[] parts = text.trim().split("-", -1);
        try {
            if (parts.length > 2) {
                throw new NumberFormatException();
            }
            int from = Integer.parseInt(parts[0].trim());
            return new PortRange(from, parts.length == 1 ? from : Integer.parseInt(parts[1].trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "ports is \"" + text + "\": must be a range such as 40000-40100, or 0 for any free port", e);
        }
    }

    /** Listens on the first port that is free. */
    ServerSocket listen(InetAddress address) throws IOException {
        for (int port = from; port <= to; port++) {
            ServerSocket server = new ServerSocket();
            try {
                server.bind(new InetSocketAddress(address, port), BACKLOG);
                return server;
            } catch (BindException e) {
                server.close();
                if (port == to) {
                    throw new IOException(
                            "no port of " + from + "-" + to + " is free at " + address.getHostAddress()
                                    + ": set another range",
                            e);
                }
            }
        }
        throw new IllegalStateException("a range has at least one port");
    }
}
