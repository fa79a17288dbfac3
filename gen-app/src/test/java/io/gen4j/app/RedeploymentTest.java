package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server with ND4J deploys and undeploys an application with Gen4J several times. No class loader of an application stays,
 * unless the server leaves it to the first application to load ND4J: the thread of JavaCPP then keeps that one's.
 */
class RedeploymentTest {

    private static final String SERVER = """
            import java.io.InputStream;
            import java.lang.ref.WeakReference;
            import java.util.ArrayList;
            import java.util.List;

            public class Server {

                static class Application extends ClassLoader {
                    Application() {
                        super(Server.class.getClassLoader());
                    }

                    @Override
                    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                        if (!name.startsWith("io.gen4j.") && !name.startsWith("Server$Program")) {
                            return super.loadClass(name, resolve);
                        }
                        synchronized (this) {
                            Class<?> known = findLoadedClass(name);
                            return known != null ? known : define(name);
                        }
                    }

                    private Class<?> define(String name) throws ClassNotFoundException {
                        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                            byte[] bytes = in.readAllBytes();
                            return defineClass(name, bytes, 0, bytes.length);
                        } catch (Exception e) {
                            throw new ClassNotFoundException(name, e);
                        }
                    }
                }

                public static class Program implements Runnable {
                    @Override
                    public void run() {
                        io.gen4j.data.ImageDataset digits = io.gen4j.data.synthetic.SyntheticDigits.draw(64, 1);
                        try (io.gen4j.gan.Gan gan =
                                        io.gen4j.gan.Gan.builder().hidden(64).epochs(1).build();
                                io.gen4j.vae.Vae vae =
                                        io.gen4j.vae.Vae.builder().hidden(64).epochs(1).build()) {
                            gan.fit(digits);
                            vae.fit(digits);
                            gan.sample(40, 1).close();
                            java.nio.file.Path file = java.nio.file.Files.createTempFile("model", ".zip");
                            vae.save(file);
                            io.gen4j.vae.Vae.load(file).close();
                            java.nio.file.Files.delete(file);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                }

                static WeakReference<ClassLoader> deploy() throws Exception {
                    Application application = new Application();
                    Throwable[] failure = new Throwable[1];
                    Thread thread = new Thread(() -> {
                        try {
                            ((Runnable) application.loadClass("Server$Program").getConstructor().newInstance()).run();
                        } catch (Throwable e) {
                            failure[0] = e;
                        }
                    });
                    thread.setContextClassLoader(application);
                    thread.start();
                    thread.join();
                    if (failure[0] != null) {
                        throw new IllegalStateException(failure[0]);
                    }
                    return new WeakReference<>(application);
                }

                record Key(Object part, Server server) {}

                public static void main(String[] arguments) throws Exception {
                    boolean loads = Boolean.getBoolean("loads");
                    if (loads) {
                        org.nd4j.linalg.factory.Nd4j.zeros(1);
                    }
                    List<WeakReference<ClassLoader>> applications = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        applications.add(deploy());
                    }
                    // Java 17 keeps the class of the record that was compared last, for the first time, by its equals.
                    new Key(1, null).equals(new Key(1, null));
                    long staying = 4;
                    for (int i = 0; i < 240 && staying > (loads ? 0 : 1); i++) {
                        System.gc();
                        Thread.sleep(250);
                        staying = applications.stream().filter(each -> each.get() != null).count();
                    }
                    System.out.println("class loaders that stay: " + staying);
                    System.exit(staying > (loads ? 0 : 1) ? 1 : 0);
                }
            }
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUndeployedApplicationLeavesNoClassLoader(boolean serverLoadsNd4j) throws Exception {
        assertEquals(
                "",
                JavaProgram.run(
                        "Server", SERVER, directory, "-XX:SoftRefLRUPolicyMSPerMB=0", "-Dloads=" + serverLoadsNd4j));
    }
}
