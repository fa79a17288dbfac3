/** Files, for Gen4J's own modules. */
@NullMarked
package io.gen4j.file.internal;

import org.jspecify.annotations.NullMarked;
