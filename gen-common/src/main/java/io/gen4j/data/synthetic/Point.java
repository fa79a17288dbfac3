package io.gen4j.data.synthetic;

/** A point of the plane, x to the right and y downwards. */
record Point(double x, double y) {}
