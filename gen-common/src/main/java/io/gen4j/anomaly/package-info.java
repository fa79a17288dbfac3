/** Images that a trained model finds unusual: scores per image, thresholds, and how well they tell anomalies from the rest. */
@NullMarked
package io.gen4j.anomaly;

import org.jspecify.annotations.NullMarked;
