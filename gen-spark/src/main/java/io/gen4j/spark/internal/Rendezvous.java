package io.gen4j.spark.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connects ranks to a chain: every rank but the last listens, and the next one connects to it. Both sides prove that they
 * know the secret of the training, by answering the other's challenge. Strangers are dropped.
 */
final class Rendezvous implements AutoCloseable {

    private static final int CHALLENGE_BYTES = 16;
    private static final int HANDSHAKE_MILLIS = 5_000;
    private static final String LISTENER = "listener";
    private static final String CALLER = "caller";

    private final Credentials credentials;
    private final int rank;
    private final int ranks;
    private final int timeoutMillis;
    private final ServerSocket server;
    private volatile @Nullable Socket calling;
    private volatile boolean closed;

    /**
     * Starts to listen.
     *
     * @param host name or address of this machine that the other ranks reach
     * @param ports to listen on, the first that is free
     * @param timeoutMillis for the connection of the neighbours, and later for each read
     * @throws IOException if no port is free
     */
    Rendezvous(Credentials credentials, int rank, int ranks, String host, PortRange ports, int timeoutMillis)
            throws IOException {
        this.credentials = credentials;
        this.rank = rank;
        this.ranks = ranks;
        this.timeoutMillis = timeoutMillis;
        this.server = ports.listen(InetAddress.getByName(host));
    }

    int port() {
        return server.getLocalPort();
    }

    /**
     * Connects to both neighbours.
     *
     * @param addresses of all ranks, in their order
     * @throws IOException if a neighbour does not come in time
     */
    ChainLink connect(List<InetSocketAddress> addresses) throws IOException {
        @Nullable Peer previous = rank == 0 ? null : call(addresses.get(rank - 1));
        @Nullable Peer next = null;
        try {
            next = rank == ranks - 1 ? null : accept();
            return new ChainLink(previous, next);
        } finally {
            server.close();
            if (next == null && rank < ranks - 1 && previous != null) {
                previous.close();
            }
        }
    }

    private Peer call(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        calling = socket;
        try {
            if (closed) {
                throw new IOException("this rank was stopped");
            }
            socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] challenge = readChallenge(in);
            byte[] ours = newChallenge();
            out.writeInt(rank);
            out.write(ours);
            out.write(credentials.prove(CALLER, rank, challenge));
            out.flush();
            byte[] proof = new byte[Credentials.PROOF_BYTES];
            in.readFully(proof);
            if (!MessageDigest.isEqual(proof, credentials.prove(LISTENER, rank - 1, ours))) {
                throw new IOException("the process at " + address + " is no rank of this training");
            }
            return new Peer("rank " + (rank - 1) + " at " + address.getHostString(), socket, timeoutMillis);
        } catch (IOException e) {
            socket.close();
            throw new IOException(
                    "rank " + rank + " cannot connect to rank " + (rank - 1) + " at " + address + ": " + e.getMessage(),
                    e);
        } finally {
            calling = null;
        }
    }

    private Peer accept() throws IOException {
        long end = System.nanoTime() + timeoutMillis * 1_000_000L;
        while (true) {
            int left = (int) Math.max(1, (end - System.nanoTime()) / 1_000_000);
            server.setSoTimeout(left);
            Socket socket;
            try {
                socket = server.accept();
            } catch (SocketTimeoutException e) {
                throw new IOException(
                        "rank " + (rank + 1) + " did not connect to rank " + rank + " within " + timeoutMillis / 1000
                                + " seconds",
                        e);
            }
            if (isNext(socket)) {
                return new Peer(
                        "rank " + (rank + 1) + " at " + socket.getInetAddress().getHostAddress(),
                        socket,
                        timeoutMillis);
            }
            socket.close();
        }
    }

    private boolean isNext(Socket socket) {
        try {
            socket.setSoTimeout(HANDSHAKE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] challenge = newChallenge();
            out.write(challenge);
            out.flush();
            int caller = in.readInt();
            byte[] theirs = readChallenge(in);
            byte[] proof = new byte[Credentials.PROOF_BYTES];
            in.readFully(proof);
            if (caller != rank + 1 || !MessageDigest.isEqual(proof, credentials.prove(CALLER, caller, challenge))) {
                return false;
            }
            out.write(credentials.prove(LISTENER, rank, theirs));
            out.flush();
            return true;
        } catch (IOException e) {
            // A stranger, or a neighbour that was killed: the next attempt comes with a connection of its own.
            return false;
        }
    }

    private static byte[] readChallenge(DataInputStream in) throws IOException {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        in.readFully(challenge);
        return challenge;
    }

    private static byte[] newChallenge() {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        new SecureRandom().nextBytes(challenge);
        return challenge;
    }

    /** Ends the waiting of {@link #connect} too, from another thread. Connected neighbours stay so. */
    @Override
    public void close() {
        closed = true;
        @Nullable Socket waiting = calling;
        try {
            server.close();
            if (waiting != null) {
                waiting.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
