/** What a model tells of images and of its latent space: scores and directions. */
@NullMarked
package io.gen4j.app.studio.analysis;

import org.jspecify.annotations.NullMarked;
