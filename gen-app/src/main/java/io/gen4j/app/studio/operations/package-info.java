/** What operators of a server expect: health, readiness, metrics, an access log, and an end that waits for requests. */
@NullMarked
package io.gen4j.app.studio.operations;

import org.jspecify.annotations.NullMarked;
