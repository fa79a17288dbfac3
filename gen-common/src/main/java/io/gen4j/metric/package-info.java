/** How good a model and its images are, in figures. */
@NullMarked
package io.gen4j.metric;

import org.jspecify.annotations.NullMarked;
