package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.Submodel;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.data.Dataset;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.trees.FeatureSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What a value of the network, which nothing trains, is for the samples of a data set. */
record FeaturePass(TrainingContext trainingContext, Dataset data, LayerGraph.Value value) implements FeatureSource {
    private static final int BLOCK = 4096;

    @Override
    public int rows() {
        return data.size();
    }

    @Override
    public int features() {
        return Math.toIntExact(value.shape().elementsPerSample());
    }

    @Override
    public void forEachBlock(BlockConsumer consumer) {
        if (value instanceof LayerGraph.Input input) {
            read(input, consumer);
        } else {
            compute(consumer);
        }
    }

    private void read(LayerGraph.Input input, BlockConsumer consumer) {
        var place = trainingContext.model().inputs().indexOf(input);
        var rowBytes = (long) features() * Float.BYTES;
        try (var arena = Arena.ofConfined()) {
            var rows = arena.allocate(BLOCK * rowBytes, Float.BYTES);
            var block = new float[BLOCK * features()];
            for (var from = 0; from < data.size(); from += BLOCK) {
                var count = Math.min(BLOCK, data.size() - from);
                for (var i = 0; i < count; i++) {
                    data.copyInput(place, from + i, rows, i * rowBytes);
                }
                copy(rows, input.type(), block, count * features());
                consumer.accept(block, from, count);
            }
        }
    }

    private static void copy(MemorySegment from, ElementType type, float[] to, int count) {
        switch (type) {
            case REAL -> MemorySegment.copy(from, JAVA_FLOAT, 0, to, 0, count);
            case INT32 -> {
                for (var i = 0; i < count; i++) {
                    to[i] = from.getAtIndex(JAVA_INT, i);
                }
            }
            case BFLOAT16 -> throw new IllegalArgumentException("no data set has numbers of " + type);
        }
    }

    private void compute(BlockConsumer consumer) {
        var program = Compiler.lower(Submodel.giving(trainingContext.model(), value));
        try (var session = trainingContext.open().apply(program)) {
            trainingContext.session().copyTo(session, program.variables());
            try (var epochIterator = new EpochIterator(program, session, data, BLOCK)) {
                var block = new float[Math.min(BLOCK, data.size()) * features()];
                epochIterator.run(BatchSource.Work.PREDICT, (number, batch, outputs, _) -> {
                    MemorySegment.copy(outputs.values().getFirst(), JAVA_FLOAT, 0, block, 0, batch.size() * features());
                    consumer.accept(block, (number - 1) * BLOCK, batch.size());
                });
            }
        }
    }
}
