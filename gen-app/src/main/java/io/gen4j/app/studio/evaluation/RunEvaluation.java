package io.gen4j.app.studio.evaluation;

import io.gen4j.GenerativeModel;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.MetricChoice;
import io.gen4j.app.option.SourceImages;
import io.gen4j.app.report.EvaluatedSubject;
import io.gen4j.app.report.EvaluationReport;
import io.gen4j.app.report.SubjectEvaluation;
import io.gen4j.app.studio.generation.ModelSource;
import io.gen4j.app.studio.jobs.JobProgress;
import io.gen4j.metric.GeneratedImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The work of an evaluation: it measures a model as {@code gen evaluate} does, and writes the same file. */
final class RunEvaluation {

    private static final int DRAWS = 100;

    private final Path run;
    private final ModelSource source;
    private final EvaluateRequest request;
    private final Map<String, String> environment;

    /** @param run the run's directory */
    RunEvaluation(Path run, ModelSource source, EvaluateRequest request, Map<String, String> environment) {
        this.run = run;
        this.source = source;
        this.request = request;
        this.environment = environment;
    }

    /** Evaluates, and returns the name of the file with the result. */
    String run(JobProgress progress) throws IOException {
        String name = run.getFileName().toString();
        try (GenerativeModel model = source.loader().load()) {
            EvaluatedSubject subject = new SubjectEvaluation(
                            new MetricChoice(request.metrics().names(), DRAWS, request.floors()),
                            List.of(request.seed()),
                            (drawing, real, seed) -> {
                                progress.reached("drawing images", 0);
                                return GeneratedImages.draw(drawing, request.count(), seed);
                            },
                            environment,
                            progress,
                            progress::tell)
                    .evaluate(name, model, data(model, progress), run);
            progress.reached("writing the result", 1);
            subject.record().put("model", request.model());
            return EvaluationReport.write(subject.record(), run).getFileName().toString();
        } catch (IOException e) {
            // Clients must not see where the server keeps its runs.
            throw new IOException(String.valueOf(e.getMessage()).replace(run.toString(), name), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()).replace(run.toString(), name), e);
        }
    }

    private SourceImages data(GenerativeModel model, JobProgress progress) throws IOException {
        StringWriter lines = new StringWriter();
        SourceImages images = new DataOptions(environment).readFor(model, run, new PrintWriter(lines));
        progress.reached("reading the data", 1);
        return images;
    }
}
