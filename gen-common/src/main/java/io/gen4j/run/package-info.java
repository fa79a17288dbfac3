/** Training runs on disk: directory, lock, record, status, checkpoints, and the listeners that write files. */
@NullMarked
package io.gen4j.run;

import org.jspecify.annotations.NullMarked;
