/** Training and sampling on a Spark cluster, through the user's own {@code spark-submit}. The app itself has no Spark. */
@NullMarked
package io.gen4j.app.spark;

import org.jspecify.annotations.NullMarked;
