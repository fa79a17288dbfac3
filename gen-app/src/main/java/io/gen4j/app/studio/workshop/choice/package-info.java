/** What to train in the workshop: models, settings, plans and the time that they take. */
@NullMarked
package io.gen4j.app.studio.workshop.choice;

import org.jspecify.annotations.NullMarked;
