/** News of runs, sent to open pages. */
@NullMarked
package io.gen4j.app.studio.events;

import org.jspecify.annotations.NullMarked;
