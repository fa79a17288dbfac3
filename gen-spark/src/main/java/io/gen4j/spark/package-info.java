/** Sampling, encoding and synchronous data-parallel training of Gen4J's models on Apache Spark. */
@NullMarked
package io.gen4j.spark;

import org.jspecify.annotations.NullMarked;
