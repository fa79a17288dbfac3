/** Images on the device of ND4J's backend. */
@NullMarked
package io.gen4j.data.internal;

import org.jspecify.annotations.NullMarked;
