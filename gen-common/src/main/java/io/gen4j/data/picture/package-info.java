/** Pictures of every format and mode, decoded as a viewer shows them and brought to one shape. */
@NullMarked
package io.gen4j.data.picture;

import org.jspecify.annotations.NullMarked;
