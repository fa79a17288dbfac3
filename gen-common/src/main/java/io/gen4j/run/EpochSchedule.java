package io.gen4j.run;

/**
 * The epochs after which a training writes its model, pictures and checkpoints. While epochs are long, these are all
 * epochs. If an epoch is a few updates, writing after each would take most of the time. The schedule depends on counts and
 * never on the clock, so equal trainings write equal files:
 *
 * <ul>
 *   <li>the first {@value #FIRST} epochs and the last one;
 * <li>of the other epochs, each that completes another {@value #UPDATES} updates;
 *   <li>of pictures, from epoch {@value #ALL_PICTURES} on, every second, from twice that on every fourth, and so on.
 * </ul>
 *
 * @param updates in one epoch
 * @param epochs of the training
 */
record EpochSchedule(int updates, int epochs) {

    /** These epochs are always due. */
    static final int FIRST = 10;

    /** Updates from one due epoch to the next, at least. */
    static final int UPDATES = 50;

    /** Epochs that all have pictures, if their updates are many enough. */
    static final int ALL_PICTURES = 128;

    /** Whether the model and a checkpoint are written after an epoch, counted from 1. */
    boolean isDue(int epoch) {
        long before = (epoch - 1L) * updates / UPDATES;
        return epoch <= FIRST || epoch >= epochs || (long) epoch * updates / UPDATES > before;
    }

    /** Whether pictures are drawn after an epoch, counted from 1. */
    boolean hasPictures(int epoch) {
        int stride = Math.max(1, 2 * Integer.highestOneBit(epoch) / ALL_PICTURES);
        return isDue(epoch) && (epoch >= epochs || isDueWithin(epoch, stride));
    }

    /** Of the epochs within a stride, the first one that is due; one of them at most is. */
    private boolean isDueWithin(int epoch, int stride) {
        for (int earlier = epoch - epoch % stride; earlier < epoch; earlier++) {
            if (isDue(earlier)) {
                return false;
            }
        }
        return true;
    }
}
