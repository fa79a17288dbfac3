package io.gen4j.metric;

import io.gen4j.runtime.internal.Nd4jLoading;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A symmetric matrix in double precision. Its eigenvalues come from LAPACK's {@code dsyev}, which takes matrices without full
 * rank as well.
 */
final class SymmetricMatrix {

    static {
        Nd4jLoading.prepare();
    }

    private final double[][] values;

    private SymmetricMatrix(double[][] values) {
        this.values = values;
    }

    /** @param values finite, square and symmetric; kept */
    static SymmetricMatrix of(double[][] values) {
        return new SymmetricMatrix(values);
    }

    /** F M F, made symmetric to the last digit. */
    SymmetricMatrix between(SymmetricMatrix factor) {
        try (INDArray f = factor.toArray();
                INDArray m = toArray();
                INDArray left = f.mmul(m);
                INDArray product = left.mmul(f)) {
            double[][] result = product.toDoubleMatrix();
            for (int i = 0; i < result.length; i++) {
                for (int j = 0; j < i; j++) {
                    result[i][j] = (result[i][j] + result[j][i]) / 2;
                    result[j][i] = result[i][j];
                }
            }
            return new SymmetricMatrix(result);
        }
    }

    /** The symmetric square root. Eigenvalues below 0, which are rounding errors of a covariance, count as 0. */
    SymmetricMatrix squareRoot() {
        int size = values.length;
        try (INDArray vectors = toArray();
                INDArray eigenvalues = Nd4j.zeros(DataType.DOUBLE, size)) {
            Nd4j.getBlasWrapper().lapack().syev('V', 'U', vectors, eigenvalues);
            double[] roots = eigenvalues.toDoubleVector();
            for (int i = 0; i < size; i++) {
                roots[i] = Math.sqrt(Math.max(0, roots[i]));
            }
            try (INDArray scale = Nd4j.createFromArray(roots);
                    INDArray scaled = vectors.mulRowVector(scale);
                    INDArray root = scaled.mmul(vectors.transpose())) {
                return new SymmetricMatrix(root.toDoubleMatrix());
            }
        }
    }

    /** All eigenvalues, in ascending order. */
    double[] eigenvalues() {
        try (INDArray matrix = toArray();
                INDArray eigenvalues = Nd4j.zeros(DataType.DOUBLE, values.length)) {
            Nd4j.getBlasWrapper().lapack().syev('N', 'U', matrix, eigenvalues);
            return eigenvalues.toDoubleVector();
        }
    }

    /** In columns, as LAPACK wants it. */
    private INDArray toArray() {
        try (INDArray rows = Nd4j.createFromArray(values)) {
            return rows.dup('f');
        }
    }
}
