package io.gen4j.app;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.app.option.ConfigFile;
import io.gen4j.app.option.PrefixedFile;
import io.gen4j.app.weights.ForeignWeights;
import io.gen4j.checkpoint.Checkpoint;
import io.gen4j.checkpoint.State;
import io.gen4j.data.ImageShape;
import io.gen4j.data.array.ImageArray;
import io.gen4j.data.picture.PictureReader;
import io.gen4j.data.source.IdxFile;
import io.gen4j.data.source.IdxFolder;
import io.gen4j.data.source.PictureLoader;
import io.gen4j.gan.Gan;
import io.gen4j.gan.GanConfig;
import io.gen4j.image.Png;
import io.gen4j.interop.NpyFile;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.StateTensor;
import io.gen4j.interop.Tensor;
import io.gen4j.latent.FittedPrior;
import io.gen4j.persist.ModelFile;
import io.gen4j.persist.NetworkFile;
import io.gen4j.prior.GaussianMixture;
import io.gen4j.prior.GaussianMixture.Covariance;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunHistory;
import io.gen4j.run.RunRecord;
import io.gen4j.run.RunStatus;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gives every reader of files that may come from anywhere a great many damaged ones. A reader takes a file or throws an
 * {@link IOException}; anything else, and anything slow, is reported. Damage is done to bytes as they lie in the file, and
 * beneath what would give it away at once: compression, lengths, entries of archives.
 *
 * <pre>java -cp … io.gen4j.app.ReaderFuzz INPUTS [SEED]</pre>
 */
final class ReaderFuzz {

    /** Inputs from one line of progress to the next. */
    private static final long CHUNK = 50_000;

    /** A reader that computes for a second on a small file would do so for ever on a larger one. */
    private static final long SLOW_NANOS = 1_000_000_000L;

    /** Pictures in a struct, with named labels, in dictionaries, compressed by Snappy. */
    private static final String PARQUET =
            "UEFSMRUAFeAEFaQCLBUIFQAVBhUIAACwAngDAAAAA6oARAAAAIlQTkcNChoKAAAADUlIRFIAAAAEAQR8CAAAAACMmsGiAAAA"
                    + "C0lEQVR4XmNgwAQAABQAAQG0wHIBHyBJRU5ErkJggkeaSAAADhFINAQCBlQCAAC0ABF5rSZZ8ksAAAIFSxwBVAAhQzTRd/JL"
                    + "AAAGCUtI9AAxjhA8CQAAAABJRU5ErkJgghUEFSAVJEwVBBUEAAAQPAAAAAAAAAAAAQAAAAAAAAAVABUSFRYsFQgVBBUGFQgA"
                    + "AAkgAgAAAAMPAQMKGRwWCBXKAhYAABkWsgQAGRwWkAMVOBYAAAAVAhlMSAFtFQQANQIYBWltYWdlFQIAFQwlAhgFYnl0ZXMA"
                    + "FQQlAhgFbGFiZWwAFggZHBksJgAcFQwZNQAIBhkoBWltYWdlBWJ5dGVzFQIWCBaGBRbKAiYISRwVABUAFQIAPBayBCk2AAAI"
                    + "AAAWyAMVHgAmABwVBBk1BAgGGRgFbGFiZWwVAhYIFm4WdiaQAybSAiksFQQVBBUCABUAFQQVAgA8AAAW5gMVFgAW9AUWCCYI"
                    + "FsADFAAAGSwYEXdyaXRlci5tb2RlbC5uYW1lGAdleGFtcGxlABgLaHVnZ2luZ2ZhY2UYYnsiaW5mbyI6eyJmZWF0dXJlcyI6"
                    + "eyJpbWFnZSI6eyJfdHlwZSI6IkltYWdlIn0sImxhYmVsIjp7Im5hbWVzIjpbImEiLCJiIl0sIl90eXBlIjoiQ2xhc3NMYWJl"
                    + "bCJ9fX19ABhKcGFycXVldC1tciB2ZXJzaW9uIDEuMTcuMCAoYnVpbGQgZmFjMGM3NDY1MzJlMTMzYmViOTI4YTdmNmE3ZTU3"
                    + "YjUxMGI0NzdhMSkZLBwAABwAAACeAQAAUEFSMQ==";

    /** Pictures and labels as they are. */
    private static final String PLAIN_PARQUET =
            "UEFSMRUAFbwDFbwDLBUGFQAVCBUIAABEAAAAiVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAAC0lEQVR4XmNg"
                    + "wAQAABQAAQG0wHIAAAAASUVORK5CYIJHAAAAiVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR4XmNg"
                    + "BAIGVAIAALQAEXmtJlkAAAAASUVORK5CYIJHAAAAiVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR4"
                    + "XmNgAgIGVAIAAVQAIUM00XcAAAAASUVORK5CYIIVABUYFRgsFQYVABUIFQgAAAAAAAABAAAAAgAAABkcFggV4gMWAAAZFqQD"
                    + "ABkcFuoDFToWAAAAFQIZPEgBbRUEABUMJQAYBWltYWdlABUCJQAYBWxhYmVsABYGGRwZLCYAHBUMGSUACBkYBWltYWdlFQAW"
                    + "BhbiAxbiAyYISRwVABUAFQIAPBakAwAAFqQEFR4AJgAcFQIZJQAIGRgFbGFiZWwVABYGFjoWOibqA0kcFQAVABUCADwAABbC"
                    + "BBUWABacBBYGJggWnAQUAAAZHBgRd3JpdGVyLm1vZGVsLm5hbWUYB2V4YW1wbGUAGEpwYXJxdWV0LW1yIHZlcnNpb24gMS4x"
                    + "Ny4wIChidWlsZCBmYWMwYzc0NjUzMmUxMzNiZWI5MjhhN2Y2YTdlNTdiNTEwYjQ3N2ExKRksHAAAHAAAAAkBAABQQVIx";

    /** Reads a file to its end. */
    @FunctionalInterface
    private interface Reader {
        void read(Path file) throws IOException;
    }

    /** Damages a whole file. */
    @FunctionalInterface
    private interface Damage {
        byte[] of(byte[] whole) throws IOException;
    }

    /**
     * One reader.
     *
     * @param share how often it has a turn
     * @param seeds whole files
     * @param damages ways to damage them
     */
    private record Target(
            String name, int share, String fileName, Reader reader, List<byte[]> seeds, List<Damage> damages) {}

    private final Random random;
    private final Path directory;
    private final List<Target> targets = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** @param directory for the files; better in memory */
    ReaderFuzz(Path directory, long seed) throws IOException {
        this.directory = directory;
        this.random = new Random(seed);
        addArrays();
        addNetworks();
        addPictures();
        addTexts();
    }

    /** Runs until interrupted or done, and prints counts. */
    public static void main(String[] arguments) throws IOException {
        long inputs = Long.parseLong(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        Path directory = Files.createTempDirectory(
                Files.isDirectory(Path.of("/dev/shm")) ? Path.of("/dev/shm") : Path.of("."), "reader-fuzz");
        ReaderFuzz fuzz = new ReaderFuzz(directory, seed);
        Map<String, long[]> counts = new LinkedHashMap<>();
        for (long done = 0; done < inputs; done += CHUNK) {
            fuzz.run(Math.min(CHUNK, inputs - done))
                    .forEach((name, some) -> counts.merge(name, some, (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]}));
            System.out.printf(
                    "%,d of %,d inputs, %d failures%n", Math.min(inputs, done + CHUNK), inputs, fuzz.failures.size());
        }
        counts.forEach((name, count) -> System.out.printf(
                "%-12s %,10d inputs, %,10d refused, %,d read%n", name, count[0], count[1], count[0] - count[1]));
        fuzz.failures.forEach(System.out::println);
        System.out.println(fuzz.failures.size() + " failures");
        System.exit(fuzz.failures.isEmpty() ? 0 : 1);
    }

    /** What went wrong: a reader, what it threw, and the file. */
    List<String> failures() {
        return failures;
    }

    /** Gives each reader its share, small ones to those that are slow; returns for each how many inputs there were, and how many were refused. */
    Map<String, long[]> run(long inputs) throws IOException {
        Map<String, long[]> counts = new LinkedHashMap<>();
        targets.forEach(target -> counts.put(target.name, new long[2]));
        List<Target> turns = new ArrayList<>();
        targets.forEach(target -> turns.addAll(Collections.nCopies(target.share, target)));
        for (long i = 0; i < inputs; i++) {
            Target target = turns.get((int) (i % turns.size()));
            long[] count = counts.get(target.name);
            count[0]++;
            if (!isRead(target)) {
                count[1]++;
            }
        }
        return counts;
    }

    private boolean isRead(Target target) throws IOException {
        byte[] seed = pick(target.seeds);
        byte[] damaged = pick(target.damages).of(seed);
        Path folder = Files.createDirectories(directory.resolve(target.name));
        Path file = Files.write(folder.resolve(target.fileName), damaged);
        long started = processorNanos();
        boolean read = false;
        try {
            target.reader.read(file);
            read = true;
        } catch (IOException e) {
            // What is documented.
        } catch (RuntimeException | Error e) {
            report(target, damaged, e.toString());
        }
        long nanos = processorNanos() - started;
        if (nanos > SLOW_NANOS) {
            report(target, damaged, "took " + nanos / 1_000_000 + " ms");
        }
        return read;
    }

    /** Of this thread alone, so that a busy machine makes no reader slow. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void report(Target target, byte[] damaged, String what) throws IOException {
        Path kept = directory.resolve("failure-" + failures.size() + "-" + target.fileName);
        Files.write(kept, damaged);
        failures.add(target.name + ": " + what + ": " + kept);
    }

    private void addArrays() throws IOException {
        Path npy = directory.resolve("seed.npy");
        NpyFile.write(npy, Nd4j.linspace(0, 1, 24).reshape(2, 3, 4));
        List<byte[]> arrays = new ArrayList<>(List.of(Files.readAllBytes(npy)));
        for (String type : List.of("<f2", ">f4", ">f8", "|u1", "<i8", ">u2", "|b1")) {
            arrays.add(npy(type, arrays.size() % 2 == 0));
        }
        add("npy", 4, "a.npy", file -> NpyFile.read(file).close(), arrays, this::damage, this::damageText);
        add(
                "npz",
                2,
                "a.npz",
                file -> NpyFile.read(file).close(),
                List.of(zip(Map.of("z.npy", arrays.get(1)))),
                this::damage,
                this::damageEntry);

        byte[] idx = new byte[4 + 3 * 4 + 2 * 3 * 4];
        ByteBuffer.wrap(idx).putInt(0x803).putInt(2).putInt(3).putInt(4);
        add("idx", 4, "a-idx", IdxFile::read, List.of(idx, gzip(idx)), this::damage, bytes -> gzip(damage(idx)));

        Path tensors = directory.resolve("seed.safetensors");
        new SafetensorsFile(
                        Map.of("format", "pt"),
                        Map.of("G.0.weight", Tensor.of(new float[6], 2, 3), "count", Tensor.of(new long[1])))
                .write(tensors);
        add(
                "safetensors",
                4,
                "a.safetensors",
                SafetensorsFile::read,
                List.of(Files.readAllBytes(tensors)),
                this::damage,
                this::damageHeader);

        Path checkpoint = directory.resolve("seed-checkpoint.safetensors");
        State state = new State();
        state.put("means", new float[5]);
        state.put("sums", new double[2]);
        state.putInteger("steps", 5);
        Checkpoint.write(checkpoint, state);
        add(
                "checkpoint",
                4,
                "step.safetensors",
                Checkpoint::read,
                List.of(Files.readAllBytes(checkpoint)),
                this::damage,
                this::damageHeader);
    }

    /** Three rows of two numbers. */
    private static byte[] npy(String type, boolean byColumns) {
        String header =
                "{'descr': '" + type + "', 'fortran_order': " + (byColumns ? "True" : "False") + ", 'shape': (3, 2), }";
        String padded = header + " ".repeat(117 - header.length()) + "\n";
        byte[] numbers = new byte[6 * (type.charAt(2) - '0')];
        ByteBuffer bytes = ByteBuffer.allocate(10 + padded.length() + numbers.length);
        bytes.put("\u0093NUMPY\1\0v\0".getBytes(StandardCharsets.ISO_8859_1));
        return bytes.put(padded.getBytes(StandardCharsets.ISO_8859_1))
                .put(numbers)
                .array();
    }

    private void addNetworks() throws IOException {
        Path file = directory.resolve("seed.zip");
        Path network = directory.resolve("seed-network.zip");
        GenerativeModel model = new Gan(
                GanConfig.builder().latent(2).hidden(3).build(), new ImageSpec(new ImageShape(1, 4, 4), List.of()));
        model.save(file);
        NetworkFile.write(network, model.networks().get("discriminator"));
        add(
                "model.zip",
                1,
                "model.zip",
                path -> ModelFile.load(path).close(),
                List.of(Files.readAllBytes(file)),
                this::damage,
                this::damageEntry);
        addWeights(model);
        add(
                "network.zip",
                1,
                "network.zip",
                path -> NetworkFile.readInto(path, model.networks().get("discriminator")),
                List.of(Files.readAllBytes(network)),
                this::damage,
                this::damageEntry);
    }

    /** Weights with the names that wrappers of PyTorch give, and a fitted prior. */
    private void addWeights(GenerativeModel model) throws IOException {
        Map<String, Tensor> tensors = new TreeMap<>();
        for (StateDict network : model.stateDicts()) {
            for (StateTensor tensor : network.tensors()) {
                int size = (int) Arrays.stream(tensor.shape()).reduce(1, Math::multiplyExact);
                tensors.put("module." + tensor.name(), Tensor.of(new float[size], tensor.shape()));
            }
        }
        Path file = directory.resolve("seed-weights.safetensors");
        SafetensorsFile.of(tensors).write(file);
        List<StateDict> networks = model.stateDicts();
        add(
                "weights",
                2,
                "w.safetensors",
                path -> ForeignWeights.read(List.of(new PrefixedFile("", path))).load(networks, true),
                List.of(Files.readAllBytes(file)),
                this::damage,
                this::damageHeader);
        Path prior = directory.resolve("seed-prior.safetensors");
        GaussianMixture mixture = new GaussianMixture(
                2, Covariance.DIAGONAL, new float[] {0.5f, 0.5f}, new float[4], new float[] {1, 1, 1, 1});
        new FittedPrior(mixture, "00", -1).write(prior);
        add(
                "prior",
                2,
                "prior.safetensors",
                FittedPrior::read,
                List.of(Files.readAllBytes(prior)),
                this::damage,
                this::damageHeader);
    }

    private void addPictures() throws IOException {
        byte[] png = Png.encode(new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB));
        List<byte[]> seeds = FuzzedPictures.all();
        PictureReader reader = new PictureReader(new ImageShape(3, 8, 8));
        add(
                "picture",
                4,
                "a.png",
                file -> reader.read(Files.readAllBytes(file), new byte[192], 0),
                seeds,
                this::damage,
                this::damageChunk);
        add(
                "profile",
                2,
                "a.png",
                file -> reader.read(Files.readAllBytes(file), new byte[192], 0),
                List.of(FuzzedPictures.profile()),
                profile -> FuzzedPictures.pngWithProfile(damage(profile)),
                profile -> FuzzedPictures.jpegWithProfile(damage(profile)));
        // A folder with one picture that cannot be read is refused.
        PictureLoader loader = PictureLoader.of(new ImageShape(3, 8, 8));
        add("folder", 1, "a.png", file -> loader.load(file.getParent(), line -> {}), seeds, this::damage);
        byte[] zip = zip(Map.of("a/1.png", png, "b/2.txt", png, "b/3.png", png));
        byte[] parts = zip(Map.of("set/train/a/1.png", png, "set/test/a/2.png", png, "__MACOSX/set/._1.png", png));
        add(
                "zip",
                1,
                "a.zip",
                file -> loader.load(file, line -> {}),
                List.of(zip, parts),
                this::damage,
                this::damageEntry);
        byte[] tar = tar(png);
        add("tar", 1, "a.tar", file -> loader.load(file, line -> {}), List.of(tar), this::damage);
        add(
                "tar.gz",
                1,
                "a.tar.gz",
                file -> loader.load(file, line -> {}),
                List.of(gzip(tar)),
                this::damage,
                bytes -> gzip(damage(tar)));
        add(
                "tar.bz2",
                1,
                "a.tar.bz2",
                file -> loader.load(file, line -> {}),
                List.of(bzip2(tar)),
                this::damage,
                bytes -> bzip2(damage(tar)));
        addLists(loader, seeds);
        Base64.Decoder base64 = Base64.getDecoder();
        add(
                "parquet",
                2,
                "a.parquet",
                file -> loader.load(file, line -> {}),
                List.of(base64.decode(PARQUET), base64.decode(PLAIN_PARQUET)),
                this::damage,
                this::damageStart);
        addArraysOfImages();
    }

    /** The lists name pictures that are there, in every format. */
    private void addLists(PictureLoader loader, List<byte[]> pictures) throws IOException {
        Map<String, String> lists = new TreeMap<>(Map.of(
                "a.csv", "file,label\n\"0.png\",cat\n1.png,dog\nno.png,dog\n2.png,\"a,b\"\n",
                "b.csv", "3.png;x\n4.png;y\n",
                "a.tsv", "path\tclass\n5.png\tx\n6.png\t\n../0.png\tz\n",
                "a.txt", "# pictures\n0.png\n1.png\n\nno.png\n"));
        for (Map.Entry<String, String> list : lists.entrySet()) {
            String name = list.getKey();
            Path folder = Files.createDirectories(directory.resolve(name));
            for (int i = 0; i < pictures.size(); i++) {
                Files.write(folder.resolve(i + ".png"), pictures.get(i));
            }
            byte[] text = list.getValue().getBytes(StandardCharsets.UTF_8);
            add(name, 1, name, file -> loader.load(file, line -> {}), List.of(text), this::damage, this::damageText);
        }
    }

    private void addArraysOfImages() throws IOException {
        Path npy = directory.resolve("seed-images.npy");
        NpyFile.write(npy, Nd4j.linspace(0, 1, 48).reshape(2, 2, 4, 3));
        byte[] array = Files.readAllBytes(npy);
        ImageShape shape = new ImageShape(3, 2, 4);
        Reader reader = file -> ImageArray.open(file, shape, null, null).read(2, 1, new int[0], List.of());
        add("images.npy", 2, "i.npy", reader, List.of(array), this::damage);
        Path labels = directory.resolve("seed-labels.npy");
        NpyFile.write(labels, Nd4j.linspace(0, 1, 2));
        byte[] zip = zip(Map.of("images.npy", array, "labels.npy", Files.readAllBytes(labels)));
        add("images.npz", 2, "i.npz", reader, List.of(zip), this::damage, this::damageEntry);
        byte[] idx = new byte[4 + 4 * 4 + 2 * 3 * 2 * 2];
        ByteBuffer.wrap(idx).putInt(0x804).putInt(2).putInt(3).putInt(2).putInt(2);
        add(
                "idx folder",
                2,
                "emnist-letters-train-images-idx3-ubyte",
                file -> IdxFolder.read(file.getParent(), line -> {}),
                List.of(idx),
                this::damage);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** One picture behind one header: name, lengths in octal, checksum. */
    private static byte[] tar(byte[] content) {
        byte[] tar = new byte[512 + (content.length + 511) / 512 * 512 + 1024];
        byte[] header = new byte[512];
        put(header, 0, "a/1.png");
        put(
                header,
                100,
                "0000644\0" + "0000000\0" + "0000000\0" + String.format("%011o", content.length) + "\0"
                        + "00000000000\0" + "        " + "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, String.format("%06o", sum) + "\0 ");
        System.arraycopy(header, 0, tar, 0, header.length);
        System.arraycopy(content, 0, tar, 512, content.length);
        return tar;
    }

    private static void put(byte[] target, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    private void addTexts() throws IOException {
        byte[] yaml =
                "latent: 4\nhidden: 8\nlearningRate: 0.001\ndata: synthetic\nlimit: 200\nlist: [1, {a: &x b, c: *x}]\n"
                        .getBytes(StandardCharsets.UTF_8);
        add("yaml", 4, "a.yaml", ConfigFile::read, List.of(yaml), this::damage, this::damageText);
        byte[] record =
                "{\"family\": \"gan\", \"config\": {\"latent\": 4, \"epochs\": 2}, \"data\": {\"sha256\": \"00\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        add("config.json", 4, "config.json", RunRecord::read, List.of(record), this::damage, this::damageText);
        add(
                "--config",
                2,
                "config.json",
                file -> {
                    ConfigFile config = ConfigFile.read(file);
                    config.safety();
                    config.evaluations();
                },
                List.of(record),
                this::damage,
                this::damageText);
        byte[] status = "{\"status\": \"running\", \"process\": 4711, \"processStarted\": \"2026-01-01T12:00:00Z\"}"
                .getBytes(StandardCharsets.UTF_8);
        add(
                "status.json",
                4,
                "status.json",
                file -> RunStatus.of(new RunDirectory(file.getParent()))
                        .orElseThrow(() -> new IOException("no status")),
                List.of(status),
                this::damage,
                this::damageText);
        byte[] metrics = "epoch,step,loss_nats,images_per_second\n1,100,1.5,2000\n2,200,0.5,2100\n"
                .getBytes(StandardCharsets.UTF_8);
        add(
                "metrics.csv",
                4,
                "metrics.csv",
                file -> RunHistory.read(new RunDirectory(file.getParent()), 128),
                List.of(metrics),
                this::damage,
                this::damageText);
    }

    private void add(String name, int share, String fileName, Reader reader, List<byte[]> seeds, Damage... damages) {
        targets.add(new Target(name, share, fileName, reader, seeds, List.of(damages)));
    }

    /** A few changes of bytes, anywhere. */
    private byte[] damage(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes[at] = pickByte();
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return splice(bytes, at, new byte[0], Math.min(bytes.length - at, random.nextInt(16)));
            }
            case 5 -> {
                byte[] run = new byte[random.nextInt(random.nextInt(50) == 0 ? 100_000 : 64)];
                Arrays.fill(run, bytes[at]);
                return splice(bytes, at, run, 0);
            }
            case 6 -> {
                int end = at + random.nextInt(Math.min(64, bytes.length - at) + 1);
                return splice(bytes, random.nextInt(bytes.length), Arrays.copyOfRange(bytes, at, end), 0);
            }
            default -> {
                byte value = pickByte();
                for (int i = at; i < Math.min(bytes.length, at + (1 << random.nextInt(4))); i++) {
                    bytes[i] = value;
                }
            }
        }
        return bytes;
    }

    /** Damages the first two thirds alone: of a Parquet file, pages, and not what its end says of them. */
    private byte[] damageStart(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(bytes.length * 2 / 3);
            bytes[at] = random.nextBoolean() ? pickByte() : (byte) random.nextInt();
        }
        return bytes;
    }

    private byte pickByte() {
        return new byte[] {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '"', '[', '{', '-', '9'}[random.nextInt(10)];
    }

    private static byte[] splice(byte[] bytes, int at, byte[] inserted, int removed) {
        byte[] result = Arrays.copyOf(bytes, bytes.length + inserted.length - removed);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }

    /** Changes of a text that leave more of it understood: other numbers, repeated or nested parts. */
    private byte[] damageText(byte[] whole) {
        String text = new String(whole, StandardCharsets.UTF_8);
        String[] numbers = {"-1", "0", "1e999", "99999999999999999999", "NaN", "\"x\"", "null", "[]", "{}", "1.5"};
        text = switch (random.nextInt(4)) {
            case 0 -> text.replaceFirst("\\d+", numbers[random.nextInt(numbers.length)]);
            case 1 -> text.replaceFirst(":", ": " + "[".repeat(random.nextInt(20_000)));
            case 2 -> text.replaceFirst(":", ": " + "{\"a\": ".repeat(random.nextInt(20_000)));
            default -> text + text;
        };
        return random.nextBoolean()
                ? text.getBytes(StandardCharsets.UTF_8)
                : damage(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Damages a safetensors file's header, and corrects its length. */
    private byte[] damageHeader(byte[] whole) {
        int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] header = Arrays.copyOfRange(whole, 8, 8 + length);
        byte[] damaged = random.nextBoolean() ? damage(header) : damageText(header);
        byte[] result = splice(whole, 8, damaged, length);
        ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putLong(damaged.length);
        return result;
    }

    /** Damages one entry of an archive, beneath compression and checksum. */
    private byte[] damageEntry(byte[] whole) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(whole))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        String name = pick(List.copyOf(entries.keySet()));
        entries.computeIfPresent(
                name,
                (key, bytes) -> key.endsWith(".json") && random.nextBoolean() ? damageText(bytes) : damage(bytes));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** Damages one chunk of a PNG file, and corrects its checksum; other pictures as {@link #damage}. */
    private byte[] damageChunk(byte[] whole) {
        if (whole[0] != (byte) 0x89) {
            return damage(whole);
        }
        byte[] bytes = whole.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int start = 8;
        int length = buffer.getInt(start);
        for (int skip = random.nextInt(3); skip > 0 && start + 12 + length < bytes.length; skip--) {
            start += 12 + length;
            length = buffer.getInt(start);
        }
        for (int i = 0; i < 1 + random.nextInt(3) && length > 0; i++) {
            bytes[start + 8 + random.nextInt(length)] = random.nextBoolean() ? pickByte() : (byte) random.nextInt();
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes, start + 4, length + 4);
        buffer.putInt(start + 8 + length, (int) checksum.getValue());
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] bzip2(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream bzip2 = new BZip2CompressorOutputStream(out, 1)) {
            bzip2.write(bytes);
        }
        return out.toByteArray();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
