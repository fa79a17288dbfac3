/** The program in the jar for {@code spark-submit}: training, sampling and encoding without a program of your own. */
@NullMarked
package io.gen4j.spark.submit;

import org.jspecify.annotations.NullMarked;
