package io.gen4j.app.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.IVersionProvider;

/** The versions of Gen4J, DL4J and Java. The build writes the first two into a resource. */
public final class Versions implements IVersionProvider {

    /** All versions by name. */
    public static Map<String, String> all() {
        Map<String, String> versions = new TreeMap<>();
        Properties built = load();
        built.stringPropertyNames().forEach(name -> versions.put(name, built.getProperty(name)));
        versions.put("java", System.getProperty("java.version"));
        return versions;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"gen4j " + all().get("gen4j")};
    }

    private static Properties load() {
        Properties versions = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("/gen4j-versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
