/** The content of runs' directories: state, metrics, settings, pictures and notes. */
@NullMarked
package io.gen4j.app.studio.runs;

import org.jspecify.annotations.NullMarked;
