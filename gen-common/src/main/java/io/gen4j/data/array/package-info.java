/** Images in NumPy files: their layout and the range of their numbers are recognised where the file leaves no doubt. */
@NullMarked
package io.gen4j.data.array;

import org.jspecify.annotations.NullMarked;
