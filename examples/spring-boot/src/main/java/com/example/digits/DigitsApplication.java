package com.example.digits;

import io.gen4j.cgan.ConditionalGan;
import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** A service that draws digits by a model of {@code gen train cgan}. */
@SpringBootApplication
@EnableConfigurationProperties(DigitsProperties.class)
public class DigitsApplication {

    /** Starts the service. */
    public static void main(String[] arguments) {
        SpringApplication.run(DigitsApplication.class, arguments);
    }

    /** The model, loaded once. Its memory lies outside the heap, so Spring closes it after the last request. */
    @Bean(destroyMethod = "close")
    ConditionalGan model(DigitsProperties properties) throws IOException {
        return ConditionalGan.load(properties.model());
    }
}
