package io.gen4j.nn;

/** What a backward pass does about the gradients of the parameters. */
public enum ParameterGradients {
    /** Neither computes nor touches them: the network only passes a gradient on. */
    SKIP,
    /** Replaces what was there. */
    WRITE,
    /** Adds to what was there. */
    ADD
}
