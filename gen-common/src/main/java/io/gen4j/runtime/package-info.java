/** The machine underneath: ND4J's backend, its native binaries, threads and memory. */
@NullMarked
package io.gen4j.runtime;

import org.jspecify.annotations.NullMarked;
