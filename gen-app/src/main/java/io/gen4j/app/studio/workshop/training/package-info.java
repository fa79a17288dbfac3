/** The trainings of the workshop: a queue on the disk, whose trainings run in processes of their own. */
@NullMarked
package io.gen4j.app.studio.workshop.training;

import org.jspecify.annotations.NullMarked;
