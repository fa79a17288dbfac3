/**
 * The studio: a page to watch trainings and to play with their models, and the REST API under it, which {@code
 * openapi.yaml} describes. It reads runs' directories and writes nothing.
 */
@NullMarked
package io.gen4j.app.studio;

import org.jspecify.annotations.NullMarked;
