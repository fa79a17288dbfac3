// Points of a curve: [place, value] in the order of the places; a value may be null.

import { lowerBound } from "../run-metrics.js";

/** Exponential moving average, corrected for its start. */
export function smooth(points, strength) {
    if (strength === 0) {
        return points;
    }
    let sum = 0;
    let weight = 0;
    return points.map(([place, value]) => {
        if (value === null) {
            return [place, null];
        }
        sum = strength * sum + (1 - strength) * value;
        weight = strength * weight + (1 - strength);
        return [place, sum / weight];
    });
}

/** A series in uPlot's form: places and values. A logarithmic axis omits values that have no logarithm. */
export function columnsOf(points, isLog) {
    return [points.map(([place]) => place), points.map(([, value]) => (isLog && value <= 0 ? null : value))];
}

/** The value at the nearest place, or null. */
export function valueNear(points, place) {
    const at = nearest(points, place);
    return at < 0 ? null : points[at][1];
}

/** The index of the nearest point, or -1. */
export function nearest(points, place) {
    if (points.length === 0) {
        return -1;
    }
    let low = 0;
    let high = points.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (points[middle][0] < place) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const after = Math.min(low, points.length - 1);
    const before = Math.max(0, low - 1);
    return Math.abs(points[after][0] - place) < Math.abs(points[before][0] - place) ? after : before;
}

/** The last value that is not null. */
export function lastValue(points) {
    return points.findLast(([, value]) => value !== null)?.[1] ?? null;
}

/** All places of several series, sorted, each once. */
export function placesOf(series) {
    return [...new Set(series.flatMap(({ points }) => points.map(([place]) => place)))].sort((a, b) => a - b);
}

/** The place a number of steps away from another, in sorted places. */
export function stepFrom(places, place, by) {
    const at = Math.min(lowerBound(places, place), places.length - 1);
    return places[Math.min(Math.max(at + by, 0), places.length - 1)];
}
