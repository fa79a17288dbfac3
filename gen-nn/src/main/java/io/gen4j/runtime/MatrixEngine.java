package io.gen4j.runtime;

import java.util.Optional;
import java.util.ServiceLoader;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A library that multiplies matrices of some shapes faster than OpenBLAS. Gen4J uses the one that {@link ServiceLoader}
 * finds, and OpenBLAS for all other shapes. The module gen-onednn has one; implement this interface for another.
 *
 * <p>The environment variable {@code GEN_BLAS}, or the system property {@code gen4j.blas}, names the library to use.
 */
public interface MatrixEngine {

    /** The name that {@code GEN_BLAS} selects: lower-case letters and digits. */
    String name();

    /** The reason why this machine cannot run the engine, and the remedy; empty if it can. Loads no library. */
    Optional<String> obstacle();

    /**
     * Whether to multiply matrices of this shape. The answer must depend on the arguments alone: other libraries round
     * otherwise, and a training must end with the same weights each time.
     *
     * @param rows of the result
     * @param columns of the result
     * @param inner the number of products in each sum
     * @return false if a number is 0 or negative
     */
    boolean suits(int rows, int columns, int inner);

    /**
     * Computes c = a b + keep c, on the calling thread alone. Matrices are column by column, as in BLAS. The caller has
     * checked that they lie within their arrays.
     *
     * @param transposeA whether to use a's transpose; {@code transposeB} likewise
     * @param a the address of the first element
     * @param strideA the distance in floats from one column of a to the next; likewise for b and c
     * @param keep 0 or 1
     */
    void multiply(
            boolean transposeA,
            boolean transposeB,
            int rows,
            int columns,
            int inner,
            FloatPointer a,
            int strideA,
            FloatPointer b,
            int strideB,
            float keep,
            FloatPointer c,
            int strideC);

    /**
     * Prepares a convolution; empty if the engine has none, or matrix products are faster for each of its passes.
     *
     * @param shape the caller closes the result
     */
    default Optional<ConvolutionEngine> convolution(ConvolutionEngine.Shape shape) {
        return Optional.empty();
    }

    /**
     * The engine in use; empty if OpenBLAS alone multiplies.
     *
     * @throws IllegalArgumentException if {@code GEN_BLAS} names a library that is unknown or cannot run here; the message
     *     gives the reason
     */
    static Optional<MatrixEngine> installed() {
        return InstalledMatrixEngine.get();
    }
}
