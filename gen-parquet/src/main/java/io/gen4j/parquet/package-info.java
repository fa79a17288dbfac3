/**
 * Pictures in Parquet files, as Hugging Face datasets have them. With this module on the class path, {@code PictureLoader}
 * reads {@code .parquet} files and folders of them.
 */
@NullMarked
package io.gen4j.parquet;

import org.jspecify.annotations.NullMarked;
