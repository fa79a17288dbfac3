package io.gen4j.data;

/** The part of a dataset: what a model learns from, or what it is measured on. */
public enum DataSplit {
    /** What a model learns from. */
    TRAIN("train", "train"),
    /** What it is measured on, and never learns from. */
    TEST("test", "t10k");

    private final String text;
    private final String filePrefix;

    DataSplit(String text, String filePrefix) {
        this.text = text;
        this.filePrefix = filePrefix;
    }

    /** How MNIST's files of this split begin. */
    public String filePrefix() {
        return filePrefix;
    }

    /** {@code train} or {@code test}. */
    @Override
    public String toString() {
        return text;
    }
}
