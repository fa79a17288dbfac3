/** Files that are whole or not there. */
@NullMarked
package io.gen4j.file;

import org.jspecify.annotations.NullMarked;
