/** The tables that trainings write, read while they grow. */
@NullMarked
package io.gen4j.app.table;

import org.jspecify.annotations.NullMarked;
