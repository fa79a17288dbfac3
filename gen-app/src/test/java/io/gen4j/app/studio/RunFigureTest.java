package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.app.table.CsvTable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunFigureTest {

    private static final CsvTable LOSSES = table(
            "epoch,step,d_loss_nats,g_loss_nats,d_real", new double[][] {{1, 10, 0.5, 2, 0.7}, {1, 20, 0.25, 3, 0.8}});

    @Test
    void aGanIsJudgedByItsImagesWhereTheyAreMeasured() {
        CsvTable quality = table(
                "epoch,frechet_distance,classifier_score",
                new double[][] {{5, 30.5, 8}, {10, 20.5, 9}, {15, 25.5, 9.5}});
        assertEquals(
                List.of(new RunFigure("frechet_distance", 20.5, true)), RunFigure.of(LOSSES, CsvTable.EMPTY, quality));
    }

    @Test
    void elseByItsLastLosses() {
        assertEquals(
                List.of(new RunFigure("d_loss_nats", 0.25, false), new RunFigure("g_loss_nats", 3, false)),
                RunFigure.of(LOSSES, CsvTable.EMPTY, CsvTable.EMPTY));
        assertEquals(List.of(), RunFigure.of(CsvTable.EMPTY, CsvTable.EMPTY, CsvTable.EMPTY));
    }

    @Test
    void anAutoencoderByItsLeastLossOnTestImages() {
        CsvTable metrics = table("epoch,step,loss_nats,kl_nats", new double[][] {{1, 10, 90, 5}});
        CsvTable evaluation = table("epoch,loss_nats,kl_nats", new double[][] {{1, 110, 3}, {2, 105, 4}, {3, 106, 5}});
        assertEquals(List.of(new RunFigure("loss_nats", 105, true)), RunFigure.of(metrics, evaluation, CsvTable.EMPTY));
    }

    private static CsvTable table(String columns, double[][] rows) {
        List<List<@Nullable Number>> numbers = Arrays.stream(rows)
                .map(row -> Arrays.stream(row)
                        .<@Nullable Number>mapToObj(Double::valueOf)
                        .toList())
                .toList();
        return new CsvTable(List.of(columns.split(",")), numbers);
    }
}
