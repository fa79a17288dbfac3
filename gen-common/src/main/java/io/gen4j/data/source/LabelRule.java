package io.gen4j.data.source;

/** How folders name the labels of pictures. Use {@link #AUTOMATIC} unless you know the layout of the folders. */
public enum LabelRule {
    /**
     * The first folder below the data's own is the label: {@code cats/indoor/1.png} is of {@code cats}. Folders named
     * {@code train} and {@code test} are not labels but parts, and a folder that holds all others is passed over.
     */
    FIRST,
    /** The folder that a picture lies in is the label: {@code cats/indoor/1.png} is of {@code indoor}. */
    LAST,
    /** There are no labels; every picture is read, wherever it lies. */
    NONE,
    /** As {@link #FIRST}, but refuses ambiguous folders instead of leaving pictures out. */
    AUTOMATIC
}
