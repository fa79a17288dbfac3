/** Trainings in MLflow: parameters, metrics, pictures and the model of a run, sent to a tracking server. */
@NullMarked
package io.gen4j.mlflow;

import org.jspecify.annotations.NullMarked;
