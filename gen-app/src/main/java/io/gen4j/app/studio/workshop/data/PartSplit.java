package io.gen4j.app.studio.workshop.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Splits a data set in a part to learn from and a part to measure with, by a seed, with the same share of each label. */
final class PartSplit {

    /** The most that may be set aside. */
    static final double MAX_SHARE = 0.9;

    private PartSplit() {}

    /** Every label keeps at least one picture to learn from. */
    static List<StoredPicture> of(List<StoredPicture> pictures, double share, long seed) {
        Map<String, List<String>> byLabel = new TreeMap<>();
        pictures.forEach(picture -> byLabel.computeIfAbsent(
                        picture.label() == null ? "" : picture.label(), key -> new ArrayList<>())
                .add(picture.file()));
        Random random = new Random(seed);
        Set<String> test = new HashSet<>();
        for (List<String> files : byLabel.values()) {
            Collections.shuffle(files, random);
            int count = (int) Math.min(files.size() - 1L, Math.round(share * files.size()));
            test.addAll(files.subList(0, count));
        }
        return pictures.stream()
                .map(picture -> picture.inTest(test.contains(picture.file())))
                .toList();
    }
}
