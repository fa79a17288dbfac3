/** HTTP of the studio: who may send what, in which form, and how refusals look. */
@NullMarked
package io.gen4j.app.studio.http;

import org.jspecify.annotations.NullMarked;
