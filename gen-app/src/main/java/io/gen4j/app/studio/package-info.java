/**
 * The studio: a page to watch trainings and to play with their models, and its REST API. {@code openapi.yaml} describes
 * the API. The studio reads runs' directories. It writes people's notes beside a run, and moves deleted runs to a
 * trash.
 */
@NullMarked
package io.gen4j.app.studio;

import org.jspecify.annotations.NullMarked;
