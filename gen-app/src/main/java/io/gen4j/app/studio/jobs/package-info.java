/** Work of the studio that takes longer than a request, such as an evaluation. */
@NullMarked
package io.gen4j.app.studio.jobs;

import org.jspecify.annotations.NullMarked;
