package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetSummaryTest {

    private static final ImageShape SHAPE = new ImageShape(1, 2, 3);

    @Test
    void saysWhatADatasetHolds() {
        ImageDataset shapes =
                ImageDataset.of("shapes", SHAPE, new byte[12], new int[] {0, 1}, List.of("round", "square"));
        assertEquals("shapes: 2 images of 1x2x3, 2 labels", shapes.toString());
        assertEquals(
                "bare: 1 image of 1x2x3, no labels",
                ImageDataset.of("bare", SHAPE, new byte[6]).toString());
    }

    @Test
    void everyKindOfDatasetSaysIt() {
        ImageDataset shapes = ImageDataset.of("shapes", SHAPE, new byte[12], new int[] {0, 0}, List.of("round"));
        String resized = shapes.resized(4).toString();
        assertEquals("2 images of 1x4x4, 1 label", resized.substring(resized.indexOf(": ") + 2));
        String selected = shapes.select(1).toString();
        assertEquals("1 image of 1x2x3, 1 label", selected.substring(selected.indexOf(": ") + 2));
    }

    @Test
    void aNameWithControlCharactersIsEscaped() {
        assertEquals(
                "\\u001b[2J: 1 image of 1x2x3, no labels",
                ImageDataset.of("\33[2J", SHAPE, new byte[6]).toString());
    }
}
