/** Curves of trainings as pictures. */
@NullMarked
package io.gen4j.app.plot;

import org.jspecify.annotations.NullMarked;
