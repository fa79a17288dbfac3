package io.gen4j.data.source;

import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    private static final String FILE = "https://data.example.org/file.gz";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "HTTPS_PROXY=http://p.example:3128 | p.example:3128",
                "https_proxy=http://p.example:3128 | p.example:3128",
                "https_proxy=http://lower:1;HTTPS_PROXY=http://upper:2 | lower:1",
                "https_proxy=;HTTPS_PROXY=http://upper:2 | upper:2",
                "HTTPS_PROXY=p.example:3128 | p.example:3128",
                "HTTPS_PROXY=p.example | p.example:80",
                "HTTPS_PROXY=https://p.example | p.example:443",
                "HTTPS_PROXY=http://10.1.2.3:8080/ | 10.1.2.3:8080",
                "HTTPS_PROXY=http://[fd00::1]:8080 | [fd00::1]:8080",
                "HTTPS_PROXY=http://ada:secret@p.example:3128 | p.example:3128",
                "ALL_PROXY=http://p.example:3128 | p.example:3128",
                "ALL_PROXY=http://all:1;HTTPS_PROXY=http://one:2 | one:2",
                "HTTP_PROXY=http://p.example:3128 | none",
                "HTTPS_PROXY= | none",
                "HTTPS_PROXY=http://p:1;NO_PROXY=* | none",
                "HTTPS_PROXY=http://p:1;NO_PROXY=data.example.org | none",
                "HTTPS_PROXY=http://p:1;NO_PROXY=x.org, EXAMPLE.org | none",
                "HTTPS_PROXY=http://p:1;no_proxy=.example.org | none",
                "HTTPS_PROXY=http://p:1;no_proxy=*.example.org | none",
                "HTTPS_PROXY=http://p:1;no_proxy=example.org:443 | none",
                "HTTPS_PROXY=http://p:1;no_proxy=ample.org | p:1",
                "HTTPS_PROXY=http://p:1;no_proxy=org.example | p:1",
                "UNRELATED=1 | none"
            })
    void readsTheEnvironmentAsOtherProgramsDo(String variables, String proxy) {
        assertEquals(proxy, chosen(variables, FILE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/a", "http://127.0.0.1/a", "http://[::1]:9/a"})
    void neverSendsThisMachinesAddressesToAProxy(String address) {
        assertEquals(null, chosen("ALL_PROXY=http://p:1", address));
    }

    @Test
    void javasOwnSettingsGoFirst() {
        System.setProperty("https.proxyHost", "java.example");
        System.setProperty("https.proxyPort", "99");
        try {
            assertEquals("java.example:99", chosen("HTTPS_PROXY=http://p:1", FILE));
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://p:1080", "http://", "http://ada:secret@ho st:1", "::", "http://p:x"})
    void namesAVariableThatIsNoAddressWithoutItsPassword(String value) {
        Executable apply = () -> ProxySettings.of(Map.of("HTTPS_PROXY", value)).apply(HttpClient.newBuilder());
        assertFails(IllegalArgumentException.class, apply, "HTTPS_PROXY", "http://proxy.example:3128");
        String message = assertThrows(IllegalArgumentException.class, apply).getMessage();
        assertFalse(message.contains("secret"), message);
    }

    private static String chosen(String variables, String address) {
        Map<String, String> environment = Stream.of(variables.split(";"))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
        Proxy proxy = ProxySettings.of(environment).select(URI.create(address)).get(0);
        if (proxy.type() == Proxy.Type.DIRECT) {
            return null;
        }
        InetSocketAddress at = (InetSocketAddress) proxy.address();
        return at.getHostString() + ":" + at.getPort();
    }
}
