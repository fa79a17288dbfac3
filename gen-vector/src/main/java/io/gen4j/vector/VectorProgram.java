package io.gen4j.vector;

import io.gen4j.nn.InferenceEngine;
import io.gen4j.nn.InferenceEngine.Layer;
import io.gen4j.runtime.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A sequence of dense layers. Each thread runs some rows through all layers. */
final class VectorProgram implements InferenceEngine.Program {

    private final List<PackedLayer> layers;
    private final List<RowBlocks> blocks = new ArrayList<>();

    VectorProgram(List<Layer> layers) {
        this.layers = layers.stream().map(PackedLayer::new).toList();
    }

    @Override
    public void forward(INDArray input, INDArray target, long firstRow) {
        layers.forEach(PackedLayer::readBias);
        // The comparison of all weights takes a thirtieth of a batch's time. It therefore runs beside the work, not
        // before it.
        AtomicBoolean changed = new AtomicBoolean();
        run(input, target, firstRow, (part, parts) -> {
            if (layers.stream().allMatch(layer -> layer.isCurrent(part, parts))) {
                return true;
            }
            changed.set(true);
            return false;
        });
        if (changed.get()) {
            layers.forEach(PackedLayer::pack);
            run(input, target, firstRow, (part, parts) -> true);
        }
    }

    private interface Condition {
        boolean holds(int part, int parts);
    }

    /** Splits the rows among threads. A part runs only if the condition holds for it. */
    private void run(INDArray input, INDArray target, long firstRow, Condition condition) {
        int rows = (int) input.size(0);
        int count = (rows + Tile.ROWS - 1) / Tile.ROWS;
        int parts = Math.min(WorkerPool.shared().size(), count);
        while (blocks.size() < parts) {
            blocks.add(new RowBlocks(layers));
        }
        WorkerPool.shared().run(parts, part -> {
            if (condition.holds(part, parts)) {
                int from = count * part / parts * Tile.ROWS;
                int to = Math.min(rows, count * (part + 1) / parts * Tile.ROWS);
                blocks.get(part).forward(input, from, to, target, firstRow);
            }
        });
    }

    @Override
    public void close() {
        layers.forEach(PackedLayer::close);
    }
}
