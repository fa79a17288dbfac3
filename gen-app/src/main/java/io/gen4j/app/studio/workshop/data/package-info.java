/** The data sets of the workshop: uploads, labels, parts, and the trash. */
@NullMarked
package io.gen4j.app.studio.workshop.data;

import org.jspecify.annotations.NullMarked;
