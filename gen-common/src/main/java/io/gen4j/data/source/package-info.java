/** Where images come from: MNIST and its relatives, IDX files, folders of pictures, downloads. */
@NullMarked
package io.gen4j.data.source;

import org.jspecify.annotations.NullMarked;
