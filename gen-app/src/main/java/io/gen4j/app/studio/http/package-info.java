/** The HTTP layer of the studio: access rules, request bodies, limits, and the form of refusals. */
@NullMarked
package io.gen4j.app.studio.http;

import org.jspecify.annotations.NullMarked;
