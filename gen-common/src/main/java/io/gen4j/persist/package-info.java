/** Model files: {@code model.zip} and archives of single networks. */
@NullMarked
package io.gen4j.persist;

import org.jspecify.annotations.NullMarked;
