/** Reports: evaluations and comparisons of runs as tables and pictures. */
@NullMarked
package io.gen4j.app.report;

import org.jspecify.annotations.NullMarked;
