package io.gen4j.data;

/** The part of a dataset: training images or test images. Use it to load one part of MNIST or of an IDX folder. */
public enum DataSplit {
    /** The images that a model trains on. */
    TRAIN("train", "train"),
    /** The images that measure a model, and never train it. */
    TEST("test", "t10k");

    private final String text;
    private final String filePrefix;

    DataSplit(String text, String filePrefix) {
        this.text = text;
        this.filePrefix = filePrefix;
    }

    /** The prefix of MNIST's file names for this split. */
    public String filePrefix() {
        return filePrefix;
    }

    /** {@code train} or {@code test}. */
    @Override
    public String toString() {
        return text;
    }
}
