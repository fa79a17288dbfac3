package io.gen4j.adversarial;

/** The ways in which a conditional discriminator takes the label. */
public enum DiscriminatorLabel {
    /** An embedding of the label is appended to the image (Mirza and Osindero 2014, arXiv:1411.1784). */
    INPUT,
    /**
     * The product of an embedding of the label and the last features is added to the output (Miyato and Koyama 2018,
     * arXiv:1802.05637, equation 4). With spectral normalisation, an appended label has too little weight; this one has
     * enough.
     */
    PROJECTION
}
