package io.gen4j.data.array;

/** The order of an image's numbers in an array. Name it where {@link ImageArray} finds it ambiguous. */
public enum ArrayLayout {
    /** {@code [n, channels, height, width]}, as PyTorch has it; also {@code [n, pixels]} and, for grey, {@code [n, height, width]}. */
    CHANNELS_FIRST("channels first"),
    /** {@code [n, height, width, channels]}, as TensorFlow and Matplotlib have it. */
    CHANNELS_LAST("channels last");

    private final String text;

    ArrayLayout(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
