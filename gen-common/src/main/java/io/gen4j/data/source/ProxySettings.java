package io.gen4j.data.source;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the environment, as command-line programs read them. {@code HTTPS_PROXY} and {@code HTTP_PROXY} hold by
 * the scheme of the address, {@code ALL_PROXY} for both. {@code NO_PROXY} lists hosts without a proxy. Lower-case names go
 * first. Java's own settings, such as {@code https.proxyHost}, go before all of them.
 */
final class ProxySettings extends ProxySelector {

    private static final int DEFAULT_PORT = 80;
    private static final int DEFAULT_PORT_TLS = 443;

    private final Map<String, String> environment;
    private final @Nullable ProxySelector ofJava;

    private ProxySettings(Map<String, String> environment, @Nullable ProxySelector ofJava) {
        this.environment = environment;
        this.ofJava = ofJava;
    }

    /** @param environment as given by {@link System#getenv()} */
    static ProxySettings of(Map<String, String> environment) {
        return new ProxySettings(Map.copyOf(environment), ProxySelector.getDefault());
    }

    /**
     * Sets the proxy of a client, and the name and the password that the proxy's address holds.
     *
     * @throws IllegalArgumentException if a variable is not the address of a proxy; the message names the variable
     */
    void apply(HttpClient.Builder client) {
        client.proxy(this);
        boolean hasCredentials = Stream.of("https", "http")
                .map(this::proxyOf)
                .anyMatch(proxy -> proxy != null && proxy.getRawUserInfo() != null);
        // An authenticator without credentials would hide the proxy's answer.
        if (hasCredentials) {
            client.authenticator(authenticator());
        }
    }

    private Authenticator authenticator() {
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? credentials(getRequestingHost(), getRequestingPort())
                        : null;
            }
        };
    }

    /** The proxy for an address, or none; addresses of this machine have none. */
    @Override
    public List<Proxy> select(URI address) {
        List<Proxy> chosen = ofJava == null ? List.of() : ofJava.select(address);
        if (chosen.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) {
            return chosen;
        }
        @Nullable URI proxy = isExempt(address) ? null : proxyOf(address.getScheme());
        return List.of(
                proxy == null
                        ? Proxy.NO_PROXY
                        : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy))));
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        if (ofJava != null) {
            ofJava.connectFailed(address, proxy, failure);
        }
    }

    private @Nullable URI proxyOf(String scheme) {
        return Stream.of(scheme + "_proxy", "all_proxy")
                .flatMap(name -> Stream.of(name, name.toUpperCase(Locale.ROOT)))
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .findFirst()
                .map(name -> address(name, environment.get(name).strip()))
                .orElse(null);
    }

    private static URI address(String variable, String value) {
        try {
            URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
            if (proxy.getHost() != null
                    && proxy.getScheme().toLowerCase(Locale.ROOT).startsWith("http")) {
                return proxy;
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress(variable, e);
        }
        throw notAnAddress(variable, null);
    }

    /** Without the value, which may hold a password. */
    private static IllegalArgumentException notAnAddress(String variable, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                variable + " is not the address of an HTTP proxy: must be like http://proxy.example:3128", cause);
    }

    private static int port(URI proxy) {
        if (proxy.getPort() >= 0) {
            return proxy.getPort();
        }
        return proxy.getScheme().equalsIgnoreCase("https") ? DEFAULT_PORT_TLS : DEFAULT_PORT;
    }

    /** NO_PROXY is a list of hosts, of domains with or without a leading dot, or an asterisk for all. */
    private boolean isExempt(URI address) {
        if (address.getHost().matches("localhost|127\\..*|\\[::1]")) {
            return true;
        }
        String exempt = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return Stream.of(exempt.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(entry -> entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
    }

    private @Nullable PasswordAuthentication credentials(String host, int port) {
        return Stream.of("https", "http")
                .map(this::proxyOf)
                .filter(proxy -> proxy != null && proxy.getHost().equalsIgnoreCase(host) && port(proxy) == port)
                .map(URI::getRawUserInfo)
                .filter(user -> user != null)
                .findFirst()
                .map(user -> user.split(":", 2))
                .map(user -> new PasswordAuthentication(
                        decoded(user[0]),
                        decoded(user.length < 2 ? "" : user[1]).toCharArray()))
                .orElse(null);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
