/** Internal: the format of TensorBoard's event files. These types may change without notice. */
@NullMarked
package io.gen4j.run.internal;

import org.jspecify.annotations.NullMarked;
