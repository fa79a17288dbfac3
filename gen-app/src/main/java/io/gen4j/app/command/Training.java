package io.gen4j.app.command;

import io.gen4j.GenerativeModel;
import io.gen4j.MetricProgress;
import io.gen4j.TrainingListener;
import io.gen4j.adversarial.CollapseWatch;
import io.gen4j.app.console.ConsoleProgress;
import io.gen4j.app.console.MetricProgressLine;
import io.gen4j.app.console.StopSignals;
import io.gen4j.app.option.CheckpointOptions;
import io.gen4j.app.option.DataSource;
import io.gen4j.app.option.EvaluationOptions;
import io.gen4j.app.option.SourceImages;
import io.gen4j.app.plot.RunPlots;
import io.gen4j.file.InvalidDataException;
import io.gen4j.mlflow.MlflowCredentials;
import io.gen4j.mlflow.MlflowServer;
import io.gen4j.mlflow.MlflowTracking;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunMovedException;
import io.gen4j.run.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.factory.Nd4j;

/** A training at the terminal. It shows its progress, and stops with a checkpoint at the first signal. */
final class Training {

    private final RunDirectory run;
    private final CheckpointOptions.Safety safety;
    private final EvaluationOptions.Schedule schedule;
    private final Optional<MlflowServer> tracker;
    private final Map<String, String> environment;
    private final PrintWriter out;

    Training(
            RunDirectory run,
            CheckpointOptions.Safety safety,
            EvaluationOptions.Schedule schedule,
            Optional<MlflowServer> tracker,
            Map<String, String> environment,
            PrintWriter out) {
        this.run = run;
        this.safety = safety;
        this.schedule = schedule;
        this.tracker = tracker;
        this.environment = environment;
        this.out = out;
    }

    /** Trains to the end or until a signal. Returns the exit code. */
    int run(GenerativeModel model, SourceImages images) throws IOException {
        // The loop leaves no garbage. ND4J would otherwise call the garbage collector every few seconds.
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        ConsoleProgress progress = new ConsoleProgress(out, System.console() != null);
        MetricProgress measured = new MetricProgressLine(out, System.console() != null);
        Consumer<String> messages = line -> progress.line("gen: " + line);
        try (EvaluationOptions.Watch watch = schedule.open(model, images, run, environment, measured, messages)) {
            return tracker.isEmpty()
                    ? run(model, images, progress, watch.listeners())
                    : runTracked(model, images, progress, watch.listeners(), tracker.get());
        }
    }

    private int runTracked(
            GenerativeModel model,
            SourceImages images,
            ConsoleProgress progress,
            List<TrainingListener> watchers,
            MlflowServer server)
            throws IOException {
        Consumer<String> messages = line -> progress.line("gen: " + line);
        MlflowCredentials credentials = MlflowCredentials.of(environment);
        try (MlflowTracking tracking = MlflowTracking.start(run, server, credentials, messages)) {
            List<TrainingListener> all = new ArrayList<>(watchers);
            all.add(tracking);
            try {
                return run(model, images, progress, all);
            } finally {
                tracking.finish().ifPresent(page -> progress.line("tracked: " + page));
            }
        }
    }

    private int run(
            GenerativeModel model, SourceImages images, ConsoleProgress progress, List<TrainingListener> watchers)
            throws IOException {
        Consumer<String> messages = line -> progress.line("gen: " + line);
        TrainingRun training = TrainingRun.builder(model, images.train(), run)
                .test(images.test())
                .checkpoints(safety.policy())
                .divergence(safety.divergence())
                .record(DataSource.RECORD, images.source().absolute())
                .record(CheckpointOptions.RECORD, safety)
                .record(EvaluationOptions.RECORD, schedule)
                .watchers(progress, new CollapseWatch(model, messages), new RunPlots(run))
                .watchers(watchers.toArray(TrainingListener[]::new))
                .messages(messages)
                .build();
        try (StopSignals signals = new StopSignals(training::stop)) {
            if (training.run()) {
                if (progress.steps() == 0) {
                    out.println("nothing left to train: all " + model.config().epochs()
                            + " epochs are done; go further with: gen resume " + run.path() + " --epochs N");
                    return 0;
                }
                out.println("wrote " + run.path() + ": model.zip, metrics.csv, loss.png, samples/");
                return 0;
            }
            progress.line("stopped; go on with: gen resume " + run.path());
            return signals.exitCode();
        } catch (FileAlreadyExistsException | InvalidDataException e) {
            throw e; // The training did not begin.
        } catch (RunMovedException e) {
            progress.line("failed; go on from the last checkpoint with: gen resume, and the run's new path");
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            progress.line(
                    "failed; once the cause is gone, go on from the last checkpoint with: gen resume " + run.path());
            throw e;
        }
    }
}
