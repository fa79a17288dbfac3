package io.gen4j.metric;

import io.gen4j.data.ImageDataset;

/** Points in a space with Euclidean distances: images by their pixels, or by their features. */
interface Points {

    /** How many there are. */
    int size();

    /** Numbers in one of them. */
    int dimension();

    /** Copies one point to the start of {@code target}. */
    void copy(int index, float[] target);

    /** Features, one row per point. */
    static Points of(float[][] rows) {
        return new Points() {
            @Override
            public int size() {
                return rows.length;
            }

            @Override
            public int dimension() {
                return rows[0].length;
            }

            @Override
            public void copy(int index, float[] target) {
                System.arraycopy(rows[index], 0, target, 0, rows[index].length);
            }
        };
    }

    /** Pixels within [0, 1]. */
    static Points pixels(ImageDataset images) {
        return new Points() {
            @Override
            public int size() {
                return images.size();
            }

            @Override
            public int dimension() {
                return images.shape().size();
            }

            @Override
            public void copy(int index, float[] target) {
                byte[] bytes = new byte[dimension()];
                images.copyPixels(index, bytes, 0);
                for (int i = 0; i < bytes.length; i++) {
                    target[i] = (bytes[i] & 0xff) / 255f;
                }
            }
        };
    }
}
