package io.gen4j.data.synthetic;

import java.util.List;

/** The ways in which people write the ten digits, as strokes in a box one unit wide and high. */
final class DigitSkeletons {

    private static final List<List<List<Stroke>>> VARIANTS = List.of(
            List.of(zero(), slenderZero()),
            List.of(one(), one(), flaggedOne(), one(), footedOne()),
            List.of(two(), loopedTwo()),
            List.of(three(), three(), flatThree()),
            List.of(openFour(), roundFour(), closedFour()),
            List.of(five(), five(), swiftFive()),
            List.of(six(), uprightSix()),
            List.of(seven(), seven(), barredSeven(), hookedSeven()),
            List.of(eight(), twoRingEight()),
            List.of(nine(), curledNine()));

    private DigitSkeletons() {}

    /** The skeletons of one digit, 0 to 9; a more usual one may be there more than once. */
    static List<List<Stroke>> of(int digit) {
        return VARIANTS.get(digit);
    }

    private static List<Stroke> zero() {
        return List.of(Stroke.through(
                0.55, 0.02, 0.28, 0.15, 0.16, 0.5, 0.25, 0.84, 0.5, 0.98, 0.75, 0.84, 0.84, 0.5, 0.74, 0.15, 0.52, 0.02,
                0.4, 0.06));
    }

    private static List<Stroke> slenderZero() {
        return List.of(Stroke.through(
                0.5, 0.03, 0.32, 0.24, 0.26, 0.56, 0.33, 0.86, 0.48, 0.98, 0.65, 0.83, 0.73, 0.5, 0.67, 0.18, 0.5,
                0.0));
    }

    private static List<Stroke> one() {
        return List.of(Stroke.through(0.5, 0.0, 0.5, 0.35, 0.5, 0.68, 0.5, 1.0));
    }

    private static List<Stroke> flaggedOne() {
        return List.of(
                Stroke.through(0.3, 0.25, 0.42, 0.15, 0.52, 0.0), Stroke.through(0.52, 0.0, 0.52, 0.5, 0.52, 1.0));
    }

    private static List<Stroke> footedOne() {
        return List.of(
                Stroke.through(0.28, 0.24, 0.42, 0.14, 0.52, 0.0),
                Stroke.through(0.52, 0.0, 0.51, 0.5, 0.5, 0.98),
                Stroke.through(0.24, 1.0, 0.5, 0.98, 0.78, 0.98));
    }

    private static List<Stroke> two() {
        return List.of(
                Stroke.through(
                        0.2, 0.2, 0.34, 0.05, 0.56, 0.02, 0.74, 0.15, 0.73, 0.36, 0.58, 0.59, 0.4, 0.79, 0.18, 0.97),
                Stroke.through(0.18, 0.97, 0.5, 0.95, 0.84, 0.96));
    }

    private static List<Stroke> loopedTwo() {
        return List.of(Stroke.through(
                0.22, 0.16, 0.42, 0.02, 0.65, 0.06, 0.74, 0.25, 0.66, 0.48, 0.5, 0.7, 0.32, 0.92, 0.16, 0.95, 0.15,
                0.81, 0.32, 0.78, 0.5, 0.88, 0.68, 0.97, 0.9, 0.9));
    }

    private static List<Stroke> three() {
        return List.of(
                Stroke.through(0.22, 0.14, 0.42, 0.01, 0.66, 0.07, 0.72, 0.26, 0.6, 0.41, 0.4, 0.47),
                Stroke.through(0.4, 0.47, 0.65, 0.51, 0.8, 0.69, 0.7, 0.91, 0.45, 1.0, 0.18, 0.9));
    }

    private static List<Stroke> flatThree() {
        return List.of(
                Stroke.through(0.2, 0.04, 0.48, 0.02, 0.76, 0.02),
                Stroke.through(0.76, 0.02, 0.6, 0.2, 0.42, 0.39),
                Stroke.through(0.42, 0.39, 0.66, 0.43, 0.8, 0.63, 0.72, 0.88, 0.48, 1.0, 0.2, 0.92));
    }

    private static List<Stroke> openFour() {
        return List.of(
                Stroke.through(0.26, 0.03, 0.21, 0.28, 0.17, 0.54),
                Stroke.through(0.17, 0.54, 0.5, 0.55, 0.86, 0.51),
                Stroke.through(0.72, 0.02, 0.69, 0.5, 0.66, 1.0));
    }

    private static List<Stroke> roundFour() {
        return List.of(
                Stroke.through(0.24, 0.02, 0.2, 0.22, 0.21, 0.43, 0.37, 0.55, 0.57, 0.52, 0.74, 0.42),
                Stroke.through(0.78, 0.02, 0.74, 0.42, 0.7, 0.72, 0.67, 1.0));
    }

    private static List<Stroke> closedFour() {
        return List.of(
                Stroke.through(0.64, 0.0, 0.4, 0.33, 0.14, 0.65),
                Stroke.through(0.14, 0.65, 0.5, 0.66, 0.87, 0.64),
                Stroke.through(0.64, 0.0, 0.63, 0.5, 0.61, 1.0));
    }

    private static List<Stroke> five() {
        return List.of(
                Stroke.through(0.8, 0.02, 0.56, 0.04, 0.33, 0.04),
                Stroke.through(0.33, 0.04, 0.3, 0.22, 0.26, 0.43),
                Stroke.through(0.26, 0.43, 0.52, 0.37, 0.74, 0.49, 0.78, 0.73, 0.62, 0.93, 0.4, 0.99, 0.17, 0.89));
    }

    private static List<Stroke> swiftFive() {
        return List.of(
                Stroke.through(0.36, 0.06, 0.6, 0.05, 0.86, 0.0),
                Stroke.through(
                        0.36, 0.06, 0.29, 0.24, 0.33, 0.38, 0.54, 0.45, 0.68, 0.62, 0.64, 0.84, 0.43, 0.99, 0.17,
                        0.94));
    }

    private static List<Stroke> six() {
        return List.of(Stroke.through(
                0.7, 0.03, 0.48, 0.16, 0.31, 0.38, 0.22, 0.66, 0.32, 0.92, 0.55, 0.99, 0.75, 0.84, 0.72, 0.64, 0.52,
                0.55, 0.32, 0.65, 0.24, 0.8));
    }

    private static List<Stroke> uprightSix() {
        return List.of(Stroke.through(
                0.44, 0.0, 0.32, 0.22, 0.26, 0.46, 0.25, 0.72, 0.37, 0.95, 0.57, 0.97, 0.7, 0.82, 0.62, 0.65, 0.45,
                0.66, 0.32, 0.8));
    }

    private static List<Stroke> seven() {
        return List.of(
                Stroke.through(0.16, 0.06, 0.48, 0.06, 0.8, 0.04),
                Stroke.through(0.8, 0.04, 0.64, 0.36, 0.53, 0.68, 0.46, 1.0));
    }

    private static List<Stroke> barredSeven() {
        return List.of(
                Stroke.through(0.18, 0.05, 0.5, 0.05, 0.8, 0.03),
                Stroke.through(0.8, 0.03, 0.64, 0.36, 0.53, 0.68, 0.45, 1.0),
                Stroke.through(0.34, 0.52, 0.58, 0.5, 0.8, 0.5));
    }

    private static List<Stroke> hookedSeven() {
        return List.of(
                Stroke.through(0.18, 0.24, 0.19, 0.14, 0.21, 0.04),
                Stroke.through(0.21, 0.04, 0.5, 0.06, 0.81, 0.03),
                Stroke.through(0.81, 0.03, 0.7, 0.36, 0.62, 0.68, 0.58, 1.0));
    }

    private static List<Stroke> eight() {
        return List.of(Stroke.through(
                0.74, 0.14, 0.52, 0.01, 0.3, 0.13, 0.35, 0.34, 0.56, 0.5, 0.73, 0.7, 0.68, 0.93, 0.46, 0.99, 0.27, 0.85,
                0.34, 0.63, 0.55, 0.47, 0.72, 0.3, 0.74, 0.12));
    }

    private static List<Stroke> twoRingEight() {
        return List.of(
                Stroke.through(0.5, 0.46, 0.3, 0.33, 0.34, 0.09, 0.53, 0.01, 0.7, 0.14, 0.67, 0.35, 0.5, 0.46),
                Stroke.through(0.5, 0.46, 0.28, 0.62, 0.26, 0.86, 0.49, 1.0, 0.73, 0.86, 0.71, 0.61, 0.5, 0.46));
    }

    private static List<Stroke> nine() {
        return List.of(
                Stroke.through(0.74, 0.17, 0.53, 0.02, 0.31, 0.12, 0.24, 0.33, 0.4, 0.47, 0.61, 0.4, 0.74, 0.17),
                Stroke.through(0.74, 0.17, 0.72, 0.45, 0.68, 0.73, 0.62, 1.0));
    }

    private static List<Stroke> curledNine() {
        return List.of(
                Stroke.through(0.73, 0.2, 0.55, 0.03, 0.33, 0.1, 0.25, 0.3, 0.39, 0.44, 0.6, 0.39, 0.73, 0.2),
                Stroke.through(0.73, 0.2, 0.76, 0.5, 0.71, 0.79, 0.52, 0.97, 0.25, 0.93));
    }
}
