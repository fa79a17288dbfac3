/** Internal: the ranks of a training, and the code of Spark's tasks. These types may change without notice. */
@NullMarked
package io.gen4j.spark.internal;

import org.jspecify.annotations.NullMarked;
