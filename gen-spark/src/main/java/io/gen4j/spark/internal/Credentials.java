package io.gen4j.spark.internal;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The credentials of a rank that joins a training.
 *
 * @param job names the training, so that connections of another one are refused
 * @param attempt of the stage, so that connections of an earlier attempt are refused
 * @param secret made by the driver for this training alone
 */
public record Credentials(String job, int attempt, byte[] secret) implements Serializable {

    private static final long serialVersionUID = 1;
    private static final String ALGORITHM = "HmacSHA256";

    /** Bytes of a proof. */
    static final int PROOF_BYTES = 32;

    private static final int SECRET_BYTES = 32;

    /** A new secret. */
    public static byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** Proves that a rank knows the secret, for one challenge. */
    byte[] prove(String role, int rank, byte[] challenge) {
        byte[] text = (role + "\n" + job).getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(text.length + 2 * Integer.BYTES + challenge.length);
        message.put(text).putInt(attempt).putInt(rank).put(challenge);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(message.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks " + ALGORITHM + ", which every JVM must have", e);
        }
    }
}
