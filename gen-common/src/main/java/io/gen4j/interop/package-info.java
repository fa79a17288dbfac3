/** Files that other programs read and write. */
@NullMarked
package io.gen4j.interop;

import org.jspecify.annotations.NullMarked;
