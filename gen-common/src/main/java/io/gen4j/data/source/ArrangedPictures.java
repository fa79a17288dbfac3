package io.gen4j.data.source;

import io.gen4j.Checks;
import io.gen4j.data.source.PictureSource.Listing;
import io.gen4j.runtime.internal.Arguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a source with their labels and parts, before any is decoded. Use it to show what a folder or an archive
 * holds, or to copy its pictures. {@link PictureLoader} reads the same pictures for a training.
 *
 * @param pictures in the order of the listing; may be empty
 * @param leftOut files that are not read
 * @param notices for the user, one line each; may be empty
 */
public record ArrangedPictures(List<Picture> pictures, LeftOut leftOut, List<String> notices) {

    /** Keeps its own copies of the lists. */
    public ArrangedPictures {
        pictures = Arguments.copyOf("pictures", pictures);
        Objects.requireNonNull(leftOut, "leftOut");
        notices = Arguments.copyOf("notices", notices);
    }

    /**
     * A picture that was found.
     *
     * @param index in the listing of the source, from 0
     * @param path with slashes, from where the source begins
     * @param label null if it has none
     * @param test whether it belongs to the part to measure with
     */
    public record Picture(int index, String path, @Nullable String label, boolean test) {
        /** @throws IllegalArgumentException if the index is negative */
        public Picture {
            Checks.requireWithin("index", index, 0, Integer.MAX_VALUE);
            Objects.requireNonNull(path, "path");
        }
    }

    /**
     * Lists and arranges the pictures of a source. Its contents can be read by {@link PictureSource#read} from then on.
     *
     * @throws UnclearLabelsException if the rule is {@link LabelRule#AUTOMATIC} and the pictures could be meant in two ways
     */
    public static ArrangedPictures of(PictureSource source, LabelRule rule) throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(rule, "rule");
        Listing listing = source.list();
        if (listing.entries().isEmpty()) {
            return new ArrangedPictures(List.of(), listing.leftOut(), listing.notices());
        }
        Arrangement arrangement = Arrangement.of(source.name(), listing.entries(), rule, listing.leftOut());
        List<Picture> pictures = new ArrayList<>();
        add(listing, arrangement.train(), false, pictures);
        if (arrangement.test() != null) {
            add(listing, arrangement.test(), true, pictures);
        }
        pictures.sort((a, b) -> Integer.compare(a.index(), b.index()));
        List<String> notices = new ArrayList<>(listing.notices());
        notices.addAll(arrangement.notices());
        return new ArrangedPictures(pictures, listing.leftOut(), notices);
    }

    private static void add(Listing listing, Arrangement.Part part, boolean test, List<Picture> pictures) {
        for (int i = 0; i < part.entries().length; i++) {
            int index = part.entries()[i];
            pictures.add(new Picture(
                    index,
                    listing.entries().get(index).path(),
                    part.labels().isEmpty() ? null : part.labels().get(i),
                    test));
        }
    }
}
