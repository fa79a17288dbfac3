/** Operation of the server: health, readiness, metrics, an access log, and a shutdown that waits for requests. */
@NullMarked
package io.gen4j.app.studio.operations;

import org.jspecify.annotations.NullMarked;
