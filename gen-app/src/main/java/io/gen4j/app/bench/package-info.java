/** Benchmarks of training and sampling on this machine. */
@NullMarked
package io.gen4j.app.bench;

import org.jspecify.annotations.NullMarked;
