/**
 * Fast networks for the CPU. Their weights belong to an ordinary DL4J {@code ComputationGraph}, so DL4J can save and load every
 * model. Start with {@link io.gen4j.nn.Network#of(io.gen4j.nn.graph.GraphParameters)}.
 */
@NullMarked
package io.gen4j.nn;

import org.jspecify.annotations.NullMarked;
