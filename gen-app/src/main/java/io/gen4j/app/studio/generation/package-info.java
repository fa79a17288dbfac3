/** What the models of runs generate, encode and reconstruct. */
@NullMarked
package io.gen4j.app.studio.generation;

import org.jspecify.annotations.NullMarked;
