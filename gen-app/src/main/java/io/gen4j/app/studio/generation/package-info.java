/** The API for the models of runs: it generates, encodes and reconstructs images. */
@NullMarked
package io.gen4j.app.studio.generation;

import org.jspecify.annotations.NullMarked;
