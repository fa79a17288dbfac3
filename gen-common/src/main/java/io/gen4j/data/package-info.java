/** Images to learn from: MNIST and its kin, folders of pictures, drawn digits, and the batches cut from them. */
@NullMarked
package io.gen4j.data;

import org.jspecify.annotations.NullMarked;
