package io.gen4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How each digit is written: strokes through points of the unit square, x to the right and y down. A stroke of two points
 * is straight; one of more is a Catmull-Rom spline, smooth through its points.
 */
final class DigitStrokes {

    private static final int POINTS_PER_SPAN = 6;

    /** By digit, its variants, their strokes, their points: x, y, x, y … */
    private static final double[][][][] STROKES = {
        {{{.50, .05, .30, .14, .21, .40, .23, .70, .40, .94, .62, .93, .77, .70, .78, .38, .68, .13, .50, .05}}},
        {{{.52, .06, .50, .94}}, {{.33, .25, .52, .06}, {.52, .06, .52, .94}}},
        {
            {{.22, .28, .35, .11, .60, .08, .74, .25, .66, .48, .43, .70, .22, .91}, {.22, .91, .80, .90}},
            {{.24, .25, .42, .07, .68, .14, .71, .38, .52, .64, .30, .88, .23, .80, .36, .74, .56, .88, .82, .88}}
        },
        {
            {
                {.24, .16, .48, .06, .70, .17, .66, .38, .44, .47},
                {.44, .47, .70, .55, .77, .75, .56, .93, .22, .85}
            }
        },
        {
            {{.34, .08, .27, .32, .18, .56}, {.18, .56, .82, .54}, {.64, .28, .61, .95}},
            {{.60, .06, .17, .62}, {.17, .62, .84, .62}, {.60, .06, .60, .95}}
        },
        {
            {
                {.76, .09, .32, .10},
                {.32, .10, .27, .45},
                {.27, .45, .52, .38, .74, .50, .76, .74, .55, .92, .22, .86}
            }
        },
        {{{.66, .06, .42, .24, .26, .55, .30, .86, .56, .94, .74, .76, .64, .56, .42, .56, .28, .72}}},
        {
            {{.20, .13, .78, .12}, {.78, .12, .58, .50, .43, .95}},
            {{.20, .13, .78, .12}, {.78, .12, .58, .50, .43, .95}, {.38, .52, .74, .51}}
        },
        {
            {
                {
                    .66, .13, .44, .05, .29, .20, .40, .40, .62, .56, .73, .76, .56, .94, .32, .88, .28, .68, .46, .50,
                    .66, .34, .68, .16, .60, .09
                }
            }
        },
        {
            {
                {.71, .30, .60, .09, .36, .10, .26, .32, .38, .48, .60, .42, .72, .26},
                {.72, .26, .70, .60, .58, .95}
            }
        }
    };

    private DigitStrokes() {}

    /** How many ways there are to write a digit. */
    static int variants(int digit) {
        return STROKES[digit].length;
    }

    /** The strokes of one variant as fine polylines: x, y, x, y … */
    static List<double[]> polylines(int digit, int variant) {
        List<double[]> lines = new ArrayList<>();
        for (double[] stroke : STROKES[digit][variant]) {
            lines.add(spline(stroke));
        }
        return lines;
    }

    private static double[] spline(double[] points) {
        int spans = points.length / 2 - 1;
        double[] line = new double[2 * (spans * POINTS_PER_SPAN + 1)];
        for (int i = 0; i <= spans * POINTS_PER_SPAN; i++) {
            int span = Math.min(i / POINTS_PER_SPAN, spans - 1);
            double t = (double) i / POINTS_PER_SPAN - span;
            for (int axis = 0; axis < 2; axis++) {
                line[2 * i + axis] = catmullRom(
                        coordinate(points, span - 1, axis),
                        coordinate(points, span, axis),
                        coordinate(points, span + 1, axis),
                        coordinate(points, span + 2, axis),
                        t);
            }
        }
        return line;
    }

    /** The ends count twice. */
    private static double coordinate(double[] points, int index, int axis) {
        int inside = Math.max(0, Math.min(points.length / 2 - 1, index));
        return points[2 * inside + axis];
    }

    private static double catmullRom(double before, double from, double to, double after, double t) {
        return from
                + 0.5
                        * t
                        * (to
                                - before
                                + t
                                        * (2 * before
                                                - 5 * from
                                                + 4 * to
                                                - after
                                                + t * (3 * (from - to) + after - before)));
    }
}
