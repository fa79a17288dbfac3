/** Runs as their directories show them: state, numbers, settings, pictures and notes. */
@NullMarked
package io.gen4j.app.studio.runs;

import org.jspecify.annotations.NullMarked;
