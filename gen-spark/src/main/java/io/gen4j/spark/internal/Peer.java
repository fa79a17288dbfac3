package io.gen4j.spark.internal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The connection to a neighbouring rank: chunks of numbers, or the reason for which the rank has failed. */
final class Peer implements AutoCloseable {

    private static final int NUMBERS = 1;
    private static final int FAILED = 2;
    private static final int BUFFER = 1 << 16;
    private static final int MAX_REASON_BYTES = 4000;
    /** Longer than the other rank computes before it reads again. */
    private static final int DRAIN_MILLIS = 30_000;

    private final String name;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private volatile boolean failed;
    private final byte[] received = new byte[ChainLink.CHUNK * Float.BYTES];
    private final byte[] sent = new byte[ChainLink.CHUNK * Float.BYTES];

    /**
     * @param name of the other rank, for messages
     * @param socket connected; closed with the peer
     * @param timeoutMillis how long a read waits before it fails
     */
    Peer(String name, Socket socket, int timeoutMillis) throws IOException {
        this.name = name;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(timeoutMillis);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
    }

    /** Sends numbers {@code from} to {@code to} - 1, at most {@link ChainLink#CHUNK}. */
    void write(float[] numbers, int from, int to) throws IOException {
        int bytes = (to - from) * Float.BYTES;
        synchronized (out) {
            ByteBuffer.wrap(sent).asFloatBuffer().put(numbers, from, to - from);
            out.writeInt(NUMBERS);
            out.writeInt(bytes);
            out.write(sent, 0, bytes);
            out.flush();
        }
    }

    /**
     * Receives numbers {@code from} to {@code to} - 1.
     *
     * @throws RankFailedException if another rank has failed
     * @throws IOException if the connection is broken or silent for too long
     */
    void read(float[] numbers, int from, int to) throws IOException {
        int bytes = (to - from) * Float.BYTES;
        try {
            int kind = in.readInt();
            int length = in.readInt();
            if (kind == FAILED && length >= 0 && length <= MAX_REASON_BYTES) {
                throw new RankFailedException(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            }
            if (kind != NUMBERS || length != bytes) {
                throw new IOException(name + " sent a message of kind " + kind + " and " + length + " bytes: expected "
                        + bytes + " bytes of numbers; all executors must run the same version of Gen4J");
            }
            in.readFully(received, 0, bytes);
        } catch (EOFException e) {
            throw new IOException(name + " closed its connection: its executor was lost or killed", e);
        } catch (SocketTimeoutException e) {
            throw new IOException(
                    name + " sent nothing for " + socket.getSoTimeout() / 1000
                            + " seconds: its executor hangs or is far slower than this one",
                    e);
        }
        ByteBuffer.wrap(received).asFloatBuffer().get(numbers, from, to - from);
    }

    /** Tells the other rank why this one ends. Says nothing where the connection is already broken. */
    void writeFailure(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_REASON_BYTES));
        try {
            synchronized (out) {
                out.writeInt(FAILED);
                out.writeInt(cut.length);
                out.write(cut);
                out.flush();
                failed = true;
            }
        } catch (IOException e) {
            // The other rank sees the broken connection instead.
            failed = false;
        }
    }

    /**
     * Closes the connection. Reads all incoming data first: with unread data, closing would also discard the last message
     * sent.
     */
    @Override
    public void close() {
        try (socket) {
            if (failed) {
                socket.shutdownOutput();
                socket.setSoTimeout(DRAIN_MILLIS);
                drain();
            }
        } catch (IOException e) {
            // The connection is given up in any case.
            failed = false;
        }
    }

    private void drain() throws IOException {
        long end = System.nanoTime() + DRAIN_MILLIS * 1_000_000L;
        byte[] rest = new byte[BUFFER];
        while (System.nanoTime() < end && socket.getInputStream().read(rest) >= 0) {
            // Dropped.
        }
    }
}
