package io.gen4j.data.source;

import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads IDX files in their usual places: MNIST's four, torchvision's folders ({@code MNIST/raw}) and EMNIST's files. It
 * turns EMNIST's pictures upright. It also takes training files alone, and images without labels. Use it for folders of
 * unknown layout.
 */
public final class IdxFolder {

    private static final Pattern NAME =
            Pattern.compile("(?:(.{1,60})-)?(train|t10k|test)[-.](images|labels)[-.]idx\\d-ubyte(?:\\.gz)?");
    private static final List<String> INNER =
            List.of("", "raw", "MNIST/raw", "FashionMNIST/raw", "KMNIST/raw", "EMNIST/raw", "gzip", "MNIST", "mnist");

    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";

    /** The meaning of an EMNIST file's labels, by the file's name (Cohen, Afshar, Tapson and van Schaik 2017). */
    private static final Map<String, String> EMNIST = Map.of(
            "emnist-digits",
            DIGITS,
            "emnist-mnist",
            DIGITS,
            "emnist-letters",
            UPPER,
            "emnist-balanced",
            DIGITS + UPPER + "abdefghnqrt",
            "emnist-bymerge",
            DIGITS + UPPER + "abdefghnqrt",
            "emnist-byclass",
            DIGITS + UPPER + "abcdefghijklmnopqrstuvwxyz");

    private IdxFolder() {}

    /** Whether a path is a folder with IDX files in one of the usual places, or such a file. */
    public static boolean isAt(Path path) throws IOException {
        return Files.isDirectory(path) ? !find(path).isEmpty() : matcher(path).matches();
    }

    /**
     * Reads all parts.
     *
     * @param path a folder, or one of several images files in it
     * @param messages receives notices for the user, line by line
     * @throws InvalidDataException if the folder has several sets of files, or a file is damaged or lacks its partner
     */
    public static PictureLoader.Images read(Path path, Consumer<String> messages) throws IOException {
        Map<String, Files4> sets =
                find(Files.isDirectory(path) ? path : path.toAbsolutePath().getParent());
        if (!Files.isDirectory(path)) {
            sets.keySet().retainAll(List.of(prefix(matcher(path))));
        }
        if (sets.isEmpty()) {
            throw new InvalidDataException(path + " has no IDX files: expected train-images-idx3-ubyte and its like");
        }
        if (sets.size() > 1) {
            throw new InvalidDataException(path + " has " + sets.size() + " sets of IDX files, "
                    + Printable.of(String.join(", ", sets.keySet()))
                    + ": name one of their images files instead of the folder");
        }
        return sets.values()
                .iterator()
                .next()
                .read(path.toString(), sets.keySet().iterator().next(), messages);
    }

    /** The files in the first usual place that has any, by their prefix. */
    private static Map<String, Files4> find(Path folder) throws IOException {
        for (String inner : INNER) {
            Path place = folder.resolve(inner);
            if (Files.isDirectory(place)) {
                Map<String, Files4> sets = filesIn(place);
                if (!sets.isEmpty()) {
                    return sets;
                }
            }
        }
        return new TreeMap<>();
    }

    private static Map<String, Files4> filesIn(Path folder) throws IOException {
        Map<String, Files4> sets = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> {
                Matcher name = matcher(file);
                if (name.matches()) {
                    sets.computeIfAbsent(prefix(name), key -> new Files4()).add(name, file);
                }
            });
        }
        return sets;
    }

    private static Matcher matcher(Path file) {
        return NAME.matcher(String.valueOf(file.getFileName()));
    }

    private static String prefix(Matcher name) {
        return name.matches() && name.group(1) != null ? name.group(1) : "";
    }

    /** Up to four files that belong together. */
    private static final class Files4 {

        private @Nullable Path trainImages;
        private @Nullable Path trainLabels;
        private @Nullable Path testImages;
        private @Nullable Path testLabels;

        void add(Matcher name, Path file) {
            boolean isTrain = name.group(2).equals("train");
            boolean isImages = name.group(3).equals("images");
            if (isTrain && isImages) {
                trainImages = trainImages == null ? file : trainImages;
            } else if (isTrain) {
                trainLabels = trainLabels == null ? file : trainLabels;
            } else if (isImages) {
                testImages = testImages == null ? file : testImages;
            } else {
                testLabels = testLabels == null ? file : testLabels;
            }
        }

        PictureLoader.Images read(String name, String prefix, Consumer<String> messages) throws IOException {
            if (trainImages == null && testImages == null) {
                throw new InvalidDataException(name + " has labels but no images: expected a train-images-idx3-ubyte");
            }
            if (trainImages == null) {
                messages.accept(name + " has test images alone: they are taken to train with");
                return new PictureLoader.Images(
                        part(name + " " + DataSplit.TEST, prefix, testImages, testLabels, true, messages), null);
            }
            if (testImages == null) {
                messages.accept(name + " has training images alone, no test images");
            }
            boolean isLabelled = trainLabels != null && (testImages == null || testLabels != null);
            ImageDataset train =
                    part(name + " " + DataSplit.TRAIN, prefix, trainImages, trainLabels, isLabelled, messages);
            return new PictureLoader.Images(
                    train,
                    testImages == null
                            ? null
                            : part(name + " " + DataSplit.TEST, prefix, testImages, testLabels, isLabelled, messages));
        }

        private static ImageDataset part(
                String name,
                String prefix,
                Path imagesFile,
                @Nullable Path labelsFile,
                boolean isLabelled,
                Consumer<String> messages)
                throws IOException {
            IdxFile images = IdxFile.read(imagesFile);
            boolean isEmnist = EMNIST.containsKey(prefix);
            if (isEmnist) {
                messages.accept(
                        imagesFile.getFileName() + ": EMNIST's pictures lie on their side and are turned upright");
                images = upright(images);
            }
            if (labelsFile == null || !isLabelled) {
                messages.accept(imagesFile.getFileName() + ": read without labels, since "
                        + (labelsFile == null ? "their file is not there" : "the other part has none"));
                return IdxDataset.dataset(name, imagesFile.toString(), images, new int[0], List.of());
            }
            IdxFile labels = IdxFile.read(labelsFile);
            String files = imagesFile + " with " + labelsFile.getFileName();
            return isEmnist
                    ? emnist(name, files, images, labels, prefix)
                    : IdxDataset.join(name, files, images, labels, List.of());
        }

        private static ImageDataset emnist(String name, String files, IdxFile images, IdxFile labels, String prefix)
                throws InvalidDataException {
            String meanings = EMNIST.get(prefix);
            int first = prefix.equals("emnist-letters") ? 1 : 0;
            int[] numbers = IntStream.of(IdxDataset.unsigned(labels.values()))
                    .map(label -> label - first)
                    .toArray();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < meanings.length(); i++) {
                names.add(meanings.substring(i, i + 1));
            }
            if (labels.rank() != 1 || images.dimension(0) != labels.dimension(0)) {
                throw new InvalidDataException(files + " has " + images.dimension(0) + " images and " + labels
                        + " labels: expected as many; take both files from one source");
            }
            return IdxDataset.dataset(name, files, images, numbers, names);
        }

        /** Rows become columns. */
        private static IdxFile upright(IdxFile images) {
            if (images.rank() != 3) {
                return images;
            }
            int height = images.dimension(1);
            int width = images.dimension(2);
            byte[] values = images.values();
            byte[] turned = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                int image = i / (height * width);
                int row = i / width % height;
                int column = i % width;
                turned[(image * width + column) * height + row] = values[i];
            }
            return IdxFile.of(turned, images.dimension(0), width, height);
        }
    }
}
