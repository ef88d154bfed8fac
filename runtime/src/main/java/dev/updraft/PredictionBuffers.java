package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Batch;
import dev.updraft.engine.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Memory to hand samples to a session and to take predictions from it. Samples go in batches of powers of two, so that
 * however many are given, an engine meets few sizes to prepare for. Used by one thread at a time.
 */
final class PredictionBuffers implements AutoCloseable {
    private static final int LARGEST_BATCH = 64;
    private static final int ALIGNMENT = 64;

    private final List<Op.Input> inputs;
    private final int sampleSize;
    private final int predictionSize;
    private final Arena arena = Arena.ofShared();
    private int capacity;
    private List<MemorySegment> inputSegments = List.of();
    private MemorySegment predictions = MemorySegment.NULL;

    PredictionBuffers(CompiledModel compiled) {
        var program = compiled.program();
        inputs = program.inputs();
        sampleSize = Math.toIntExact(inputs.stream()
                .mapToLong(input -> input.shape().elementsPerSample())
                .sum());
        predictionSize = Math.toIntExact(
                Objects.requireNonNull(program.predict().outputs().get(Program.PREDICTION))
                        .shape()
                        .elementsPerSample());
    }

    /**
     * Predicts.
     *
     * @throws IllegalArgumentException if a sample has a wrong number of values
     */
    List<float[]> predict(Session session, List<float[]> samples) {
        for (var i = 0; i < samples.size(); i++) {
            requireSize(samples.get(i), i, samples.size());
        }
        var all = new ArrayList<float[]>(samples.size());
        while (all.size() < samples.size()) {
            var size = Math.min(LARGEST_BATCH, Integer.highestOneBit(samples.size() - all.size()));
            predict(session, samples.subList(all.size(), all.size() + size), all);
        }
        return all;
    }

    private void requireSize(float[] sample, int index, int count) {
        if (sample.length != sampleSize) {
            var which = count == 1 ? "the sample" : "sample " + index;
            throw new IllegalArgumentException(which + " has " + sample.length + " values, but the model takes "
                    + sampleSize + ": "
                    + String.join(
                            ", ",
                            inputs.stream()
                                    .map(input ->
                                            input.name() + " " + input.shape().sample())
                                    .toList()));
        }
    }

    private void predict(Session session, List<float[]> samples, List<float[]> results) {
        reserve(samples.size());
        for (var i = 0; i < samples.size(); i++) {
            var from = 0;
            for (var k = 0; k < inputs.size(); k++) {
                var size = (int) inputs.get(k).shape().elementsPerSample();
                var offset = (long) i * size * Float.BYTES;
                MemorySegment.copy(samples.get(i), from, inputSegments.get(k), JAVA_FLOAT, offset, size);
                from += size;
            }
        }
        session.predict(new Batch(samples.size(), inputSegments, null), predictions);
        for (var i = 0; i < samples.size(); i++) {
            var result = new float[predictionSize];
            MemorySegment.copy(
                    predictions, JAVA_FLOAT, (long) i * predictionSize * Float.BYTES, result, 0, predictionSize);
            results.add(result);
        }
    }

    private void reserve(int samples) {
        if (samples <= capacity) {
            return;
        }
        inputSegments = inputs.stream()
                .map(input -> arena.allocate(input.shape().elementsPerSample() * samples * Float.BYTES, ALIGNMENT))
                .toList();
        predictions = arena.allocate((long) predictionSize * samples * Float.BYTES, ALIGNMENT);
        capacity = samples;
    }

    @Override
    public void close() {
        arena.close();
    }
}
