/** DL4J graphs and their parameters: graph builders, layouts, activations and views of the weights. */
@NullMarked
package io.gen4j.nn.graph;

import org.jspecify.annotations.NullMarked;
