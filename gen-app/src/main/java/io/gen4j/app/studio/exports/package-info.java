/** Downloads of trained models for other programs, and the text to use one in Java. */
@NullMarked
package io.gen4j.app.studio.exports;

import org.jspecify.annotations.NullMarked;
