/** Adversarial training: the trainer, its losses, penalties, constraints and augmentation. */
@NullMarked
package io.gen4j.adversarial;

import org.jspecify.annotations.NullMarked;
