package io.gen4j.spark.internal;

import java.io.Serializable;
import java.util.List;

/**
 * The result of a training.
 *
 * @param file the bytes of model.zip
 * @param steps updates of the whole training
 * @param metricNames of the epochs' metrics
 * @param epochs the mean of each metric, one array per epoch
 */
public record TrainedModel(byte[] file, long steps, List<String> metricNames, List<double[]> epochs)
        implements Serializable {

    private static final long serialVersionUID = 1;
}
