package com.example;

import io.gen4j.cgan.ConditionalGan;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws an eight with a model that {@code gen train cgan} has trained: arguments are model.zip and the picture to write. */
public final class Eight {

    private Eight() {}

    public static void main(String[] arguments) throws IOException {
        try (ConditionalGan cgan = ConditionalGan.load(Path.of(arguments[0]))) {
            ImageIO.write(cgan.draw("8", 1), "png", new File(arguments[1]));
        }
    }
}
