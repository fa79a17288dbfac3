/** Processes of this program that outlive the studio. */
@NullMarked
package io.gen4j.app.studio.workshop.process;

import org.jspecify.annotations.NullMarked;
