/**
 * Synchronous data-parallel training. Every batch is cut into a fixed number of shards; each shard has a replica of the
 * model on a thread of its own; the replicas sum their gradients in the order of the shards before each update. The result
 * depends on the number of shards, and not on how many processors or machines share them.
 */
@NullMarked
package io.gen4j.parallel;

import org.jspecify.annotations.NullMarked;
