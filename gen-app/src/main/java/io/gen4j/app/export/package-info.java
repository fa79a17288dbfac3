/** What {@code gen export} writes: a trained model for programs other than this one. */
@NullMarked
package io.gen4j.app.export;

import org.jspecify.annotations.NullMarked;
