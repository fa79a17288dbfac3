/**
 * Layers for anybody's ComputationGraph or MultiLayerNetwork, run by Gen4J's code: configurations like DL4J's own, made of
 * DL4J's builders, saved and loaded with the graph. Where that code cannot run them (numbers in double precision, another
 * backend than the CPU's, an option that it does not know), DL4J's own does.
 */
@NullMarked
package io.gen4j.nn.layers;

import org.jspecify.annotations.NullMarked;
