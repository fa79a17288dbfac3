package io.gen4j.adversarial;

/** The ways in which a conditional generator takes the label. */
public enum GeneratorLabel {
    /** An embedding of the label is appended to the latent (Mirza and Osindero 2014, arXiv:1411.1784). */
    INPUT,
    /**
     * The same, and batch normalisation takes its scales and shifts from the label (Dumoulin et al. 2017,
     * arXiv:1610.07629; Miyato and Koyama 2018, arXiv:1802.05637, section 5).
     */
    NORMALIZATION
}
