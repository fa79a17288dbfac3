/** Tables of numbers that trainings write as CSV, read while they grow. */
@NullMarked
package io.gen4j.app.table;

import org.jspecify.annotations.NullMarked;
