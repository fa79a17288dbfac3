/** The workshop: data sets and trainings that are begun in the browser. It is off by default. */
@NullMarked
package io.gen4j.app.studio.workshop;

import org.jspecify.annotations.NullMarked;
