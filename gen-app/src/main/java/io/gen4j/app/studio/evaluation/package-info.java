/** Evaluations of runs, started from a page, and their results. */
@NullMarked
package io.gen4j.app.studio.evaluation;

import org.jspecify.annotations.NullMarked;
