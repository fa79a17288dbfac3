/** The exports of {@code gen export}: a trained model in formats for other programs. */
@NullMarked
package io.gen4j.app.export;

import org.jspecify.annotations.NullMarked;
