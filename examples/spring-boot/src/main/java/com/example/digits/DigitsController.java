package com.example.digits;

import io.gen4j.cgan.ConditionalGan;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Draws digits as PNG. */
@RestController
public class DigitsController {

    private static final int COLUMNS = 8;

    private final ConditionalGan model;
    private final DigitsProperties properties;
    private final Semaphore places;

    DigitsController(ConditionalGan model, DigitsProperties properties) {
        this.model = model;
        this.properties = properties;
        this.places = new Semaphore(properties.mostWaiting());
    }

    /**
     * Draws one label.
     *
     * @param label such as 8
     * @param count of images, in rows of eight
     * @param seed the same seed draws the same images; random without
     */
    @GetMapping(path = "/digits/{label}", produces = MediaType.IMAGE_PNG_VALUE)
    ResponseEntity<byte[]> draw(
            @PathVariable String label, @RequestParam(defaultValue = "1") int count, @RequestParam(required = false) Long seed)
            throws IOException {
        if (!model.spec().labelNames().contains(label)) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "no label " + label + ": one of " + String.join(", ", model.spec().labelNames()));
        }
        if (count < 1 || count > properties.mostImages()) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "count is " + count + ": must be 1 to " + properties.mostImages());
        }
        if (!places.tryAcquire()) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header("Retry-After", "1")
                    .build();
        }
        try {
            return ResponseEntity.ok(draw(label, count, seed == null ? ThreadLocalRandom.current().nextLong() : seed));
        } finally {
            places.release();
        }
    }

    /** The array lies outside the heap: it is closed here, and not some day by the garbage collector. */
    private byte[] draw(String label, int count, long seed) throws IOException {
        BufferedImage picture;
        try (INDArray images = model.sample(label, count, seed)) {
            picture = model.grid(images, Math.min(count, COLUMNS));
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        return png.toByteArray();
    }
}
