package io.gen4j.examples;

import io.gen4j.cgan.ConditionalGan;
import io.gen4j.image.Png;
import java.io.IOException;
import java.nio.file.Path;

/** Draws one digit with a conditional GAN from {@code gen train cgan}. */
public final class DrawDigit {

    private DrawDigit() {}

    /** @param arguments the run's model.zip, the digit, and the picture to write */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("three arguments needed: model.zip, a digit, and FILE.png to write");
        }
        try (ConditionalGan cgan = ConditionalGan.load(Path.of(arguments[0]))) {
            Png.write(Path.of(arguments[2]), cgan.draw(arguments[1], System.nanoTime()));
        }
    }
}
