package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SamplePicturesTest {

    @Test
    void originalsStandInOddColumnsAndReconstructionsBesideThem() {
        INDArray originals = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
        INDArray reconstructions = Nd4j.createFromArray(new float[][] {{5, 6}, {7, 8}});
        assertArrayEquals(
                new float[][] {{1, 2}, {5, 6}, {3, 4}, {7, 8}},
                SamplePictures.besides(originals, reconstructions).toFloatMatrix());
        assertArrayEquals(
                new float[][] {{1, 2}, {5, 6}, {1, 2}, {3, 4}, {7, 8}, {3, 4}},
                SamplePictures.besides(originals, reconstructions, originals).toFloatMatrix());
    }
}
