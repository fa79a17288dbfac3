/** Groups of options that several verbs share. */
@NullMarked
package io.gen4j.app.option;

import org.jspecify.annotations.NullMarked;
