package com.example.digits;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the service.
 *
 * @param model the file model.zip of a run of {@code gen train cgan}
 * @param mostImages in one request
 * @param mostWaiting requests that are drawn or wait for it; more are turned away
 */
@ConfigurationProperties("digits")
public record DigitsProperties(
        Path model, @DefaultValue("64") int mostImages, @DefaultValue("16") int mostWaiting) {

    public DigitsProperties {
        if (model == null || model.toString().isEmpty()) {
            throw new IllegalArgumentException(
                    "digits.model is not set: start with --digits.model=runs/cgan-20260101-120000/model.zip");
        }
        if (mostImages < 1 || mostWaiting < 1) {
            throw new IllegalArgumentException("digits.most-images is " + mostImages + ", digits.most-waiting is "
                    + mostWaiting + ": each must be at least 1");
        }
    }
}
