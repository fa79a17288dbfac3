package io.gen4j.app.studio.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.app.table.TableDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunFigureTest {

    private static final TableDigest LOSSES = table(
            "epoch,step,d_loss_nats,g_loss_nats,d_real", new double[][] {{1, 10, 0.5, 2, 0.7}, {1, 20, 0.25, 3, 0.8}});

    @Test
    void aGanIsJudgedByItsImagesWhereTheyAreMeasured() {
        TableDigest quality = table(
                "epoch,frechet_distance,classifier_score",
                new double[][] {{5, 30.5, 8}, {10, 20.5, 9}, {15, 25.5, 9.5}});
        assertEquals(
                List.of(new RunFigure("frechet_distance", 20.5, true)),
                RunFigure.of(LOSSES, new TableDigest(), quality));
    }

    @Test
    void elseByItsLastLosses() {
        assertEquals(
                List.of(new RunFigure("d_loss_nats", 0.25, false), new RunFigure("g_loss_nats", 3, false)),
                RunFigure.of(LOSSES, new TableDigest(), new TableDigest()));
        assertEquals(List.of(), RunFigure.of(new TableDigest(), new TableDigest(), new TableDigest()));
    }

    @Test
    void anAutoencoderByItsLeastLossOnTestImages() {
        TableDigest metrics = table("epoch,step,loss_nats,kl_nats", new double[][] {{1, 10, 90, 5}});
        TableDigest evaluation =
                table("epoch,loss_nats,kl_nats", new double[][] {{1, 110, 3}, {2, 105, 4}, {3, 106, 5}});
        assertEquals(
                List.of(new RunFigure("loss_nats", 105, true)), RunFigure.of(metrics, evaluation, new TableDigest()));
    }

    private static TableDigest table(String columns, double[][] rows) {
        TableDigest digest = new TableDigest();
        digest.begin(List.of(columns.split(",")));
        Arrays.stream(rows).forEach(digest::row);
        return digest;
    }
}
