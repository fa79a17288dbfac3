/**
 * What a generative model is to its users: something that turns latents into images, perhaps on demand for a label,
 * perhaps with an encoder. A module of models registers a {@link io.gen4j.model.ModelFamily}.
 */
@NullMarked
package io.gen4j.model;

import org.jspecify.annotations.NullMarked;
