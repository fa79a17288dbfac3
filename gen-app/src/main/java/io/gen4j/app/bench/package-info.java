/** How fast models train and sample on this machine. */
@NullMarked
package io.gen4j.app.bench;

import org.jspecify.annotations.NullMarked;
