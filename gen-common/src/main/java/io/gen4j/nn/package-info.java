/**
 * Networks that run fast on a CPU. The weights are those of an ordinary DL4J ComputationGraph, so that a model is saved,
 * loaded and opened as any of DL4J's; forward and backward passes are ours, on BLAS and reused buffers.
 */
@NullMarked
package io.gen4j.nn;

import org.jspecify.annotations.NullMarked;
