package io.gen4j.app.report;

import io.gen4j.MetricResult;
import io.gen4j.app.console.TextTable;
import io.gen4j.metric.Evaluation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A table with the figures of several runs: one row per metric, one column per run, and the floor of the first run. */
public final class EvaluationTable {

    private final List<EvaluatedSubject> runs;

    /** @param runs one run or more */
    public EvaluationTable(List<EvaluatedSubject> runs) {
        this.runs = List.copyOf(runs);
    }

    /** Prints the table, the description of the features, and the skipped metrics. */
    public void print(PrintWriter out) {
        out.print(table().aligned());
        runs.stream().map(EvaluatedSubject::features).distinct().forEach(out::println);
        if (runs.stream().map(EvaluatedSubject::basis).distinct().count() > 1) {
            out.println("The runs have different data or features: their figures do not compare.");
        }
        for (EvaluatedSubject run : runs) {
            for (Evaluation.Skipped skipped : run.evaluation().skipped()) {
                out.println(run.name() + ": skipped " + skipped.metric() + ": " + skipped.reason());
            }
        }
        out.flush();
    }

    private TextTable table() {
        List<String> header = new ArrayList<>(List.of("metric"));
        runs.forEach(run -> header.add(run.name()));
        header.add("real images");
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> run.evaluation().results().forEach(result -> names.add(result.name())));
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name));
            runs.forEach(
                    run -> row.add(find(run, name).map(EvaluationTable::text).orElse("-")));
            row.add(find(runs.get(0), name)
                    .map(MetricResult::floor)
                    .map(EvaluationTable::number)
                    .orElse("-"));
            rows.add(row);
        }
        return new TextTable(header, rows);
    }

    private static Optional<MetricResult> find(EvaluatedSubject run, String name) {
        return run.evaluation().results().stream()
                .filter(result -> result.name().equals(name))
                .findFirst();
    }

    /** A figure, with its standard error if it is known. */
    private static String text(MetricResult result) {
        Double error = result.standardError();
        return number(result.value()) + (error == null ? "" : " ± " + number(error));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
