/** Matrix products and convolutions by oneDNN. */
@NullMarked
package io.gen4j.onednn;

import org.jspecify.annotations.NullMarked;
