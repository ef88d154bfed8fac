package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.data.batches.IntegerDataset;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Memory to hand samples to a session and to take predictions from it, a row a sample. Rows are computed in batches of
 * powers of two, so that however many there are, an engine meets few sizes to prepare for. Used by one thread at a time,
 * but for taking predictions. Once a call has had as many samples, nothing is allocated.
 */
final class PredictionBuffers implements AutoCloseable {
    /** Portions that are made before they are asked for. */
    private static final int MADE_AT_FIRST = 512;

    private static final int ALIGNMENT = 64;
    private static final Portion[] NONE = {};

    private final PredictionShape shape;
    private final TypedSample sample;
    private Arena arena = Arena.ofShared();
    private int capacity;
    private MemorySegment[] inputs = {};
    private MemorySegment[] predictions = {};
    /**
     * Each portion of {@code size} rows from {@code first} on is number {@code (capacity + first) / size}: first the whole,
     * then the halves, the quarters, and so on; the smallest of many are null until they are needed.
     */
    private @Nullable Portion[] portions = NONE;

    /** Rows that a session computes at once. */
    private record Portion(Batch batch, StepOutputs outputs) {}

    PredictionBuffers(PredictionShape shape, RowValues rowValues) {
        this.shape = shape;
        sample = new TypedSample(this, rowValues);
    }

    PredictionShape shape() {
        return shape;
    }

    /** Predicts any number of samples. */
    <S, R> double predict(Session session, SampleForm<S> given, S samples, int count, ResultForm<R> wanted, R results) {
        reserve(Math.min(count, shape.atOnce()));
        var number = 0.0;
        for (var done = 0; done < count; ) {
            var rows = Math.min(capacity, count - done);
            for (var row = 0; row < rows; row++) {
                given.copy(samples, done + row, this, row);
            }
            compute(session, rows, done);
            for (var row = 0; row < rows; row++) {
                number = wanted.take(this, row, results, done + row);
            }
            done += rows;
        }
        return number;
    }

    /** Computes the predictions of the first rows. */
    void compute(Session session, int rows) {
        compute(session, rows, 0);
    }

    /** @param before samples that came before these rows */
    private void compute(Session session, int rows, int before) {
        for (var done = 0; done < rows; ) {
            var size = Integer.highestOneBit(rows - done);
            var portion = portion(done, size);
            var batch = before > 0 && shape.drawsNumbers() ? portion.batch.after(before) : portion.batch;
            session.predict(batch, portion.outputs);
            done += size;
        }
    }

    /** Makes room for so many rows; what is in them is lost if there was less. */
    void reserve(int rows) {
        if (rows <= capacity) {
            return;
        }
        arena.close();
        arena = Arena.ofShared();
        capacity = rows == 1 ? 1 : 2 * Integer.highestOneBit(rows - 1);
        inputs = IntStream.range(0, shape.inputs().size())
                .mapToObj(input -> room(shape.inputSize(input)))
                .toArray(MemorySegment[]::new);
        predictions = IntStream.range(0, shape.outputs().size())
                .mapToObj(output -> room(shape.outputSize(output)))
                .toArray(MemorySegment[]::new);
        portions = new Portion[2 * capacity];
        for (var size = capacity; size > 0 && capacity / size < MADE_AT_FIRST; size /= 2) {
            for (var first = 0; first < capacity; first += size) {
                portion(first, size);
            }
        }
    }

    private MemorySegment room(int values) {
        return arena.allocate(PredictionShape.bytes((long) values * capacity), ALIGNMENT);
    }

    private Portion portion(int first, int size) {
        var number = (capacity + first) / size;
        var known = portions[number];
        if (known != null) {
            return known;
        }
        var made = newPortion(first, size);
        portions[number] = made;
        return made;
    }

    private Portion newPortion(int first, int size) {
        var rows = IntStream.range(0, inputs.length)
                .mapToObj(input -> rows(inputs[input], shape.inputSize(input), first, size))
                .toList();
        var results = IntStream.range(0, predictions.length)
                .mapToObj(output -> rows(predictions[output], shape.outputSize(output), first, size))
                .toList();
        return new Portion(new Batch(size, first, rows, List.of()), new StepOutputs(results, new double[0]));
    }

    private static MemorySegment rows(MemorySegment all, int values, int first, int size) {
        var bytes = PredictionShape.bytes(values);
        return all.asSlice(first * bytes, size * bytes);
    }

    /** Takes a sample whose values begin at {@code from}. */
    void put(int row, float[] values, int from) {
        var next = from;
        for (var input = 0; input < inputs.length; input++) {
            var size = shape.inputSize(input);
            MemorySegment.copy(values, next, inputs[input], JAVA_FLOAT, offset(row, size), size);
            whole(input, row);
            next += size;
        }
    }

    /** Takes the sample of this index. */
    void put(int row, MemorySegment samples, int index) {
        var next = offset(index, shape.sampleSize());
        for (var input = 0; input < inputs.length; input++) {
            var size = shape.inputSize(input);
            var bytes = PredictionShape.bytes(size);
            MemorySegment.copy(samples, next, inputs[input], offset(row, size), bytes);
            whole(input, row);
            next += bytes;
        }
    }

    /** Takes a sample that is an array for each input. */
    void put(int row, float[][] given) {
        for (var input = 0; input < inputs.length; input++) {
            put(row, input, given[input]);
        }
    }

    /** Takes the values of one input of a sample. */
    void put(int row, int input, float[] values) {
        MemorySegment.copy(values, 0, inputs[input], JAVA_FLOAT, inputOffset(input, row), values.length);
        whole(input, row);
    }

    /** A sample to be written there. */
    TypedSample sample(int row) {
        return sample.at(row);
    }

    /** Where all samples have an input. */
    MemorySegment input(int input) {
        return inputs[input];
    }

    /** Where in {@link #input} that of a sample begins, in bytes. */
    long inputOffset(int input, int row) {
        return offset(row, shape.inputSize(input));
    }

    /** Makes int32 of what was taken, if that is what the input has. */
    private void whole(int number, int row) {
        var input = shape.inputs().get(number);
        if (input.type() == ElementType.INT32) {
            var size = shape.inputSize(number);
            var range = shape.ranges().get(number);
            IntegerDataset.convert(
                    inputs[number], offset(row, size), size, input, range, IllegalArgumentException::new);
        }
    }

    /** Gives a prediction, from {@code from} on. */
    void get(int row, float[] values, int from) {
        var next = from;
        for (var output = 0; output < predictions.length; output++) {
            var size = shape.outputSize(output);
            MemorySegment.copy(predictions[output], JAVA_FLOAT, offset(row, size), values, next, size);
            next += size;
        }
    }

    /** Gives a prediction as that of this index. */
    void get(int row, MemorySegment results, int index) {
        var next = offset(index, shape.predictionSize());
        for (var output = 0; output < predictions.length; output++) {
            var size = shape.outputSize(output);
            var bytes = PredictionShape.bytes(size);
            MemorySegment.copy(predictions[output], offset(row, size), results, next, bytes);
            next += bytes;
        }
    }

    /** One value of the first output. */
    float value(int row, int index) {
        return predictions[0].get(JAVA_FLOAT, offset(row, shape.outputSize(0)) + PredictionShape.bytes(index));
    }

    /**
     * Of the first output, the first of the largest, or of distances of the smallest; of a single probability, whether it is above a half; of two classes with a
     * threshold, whether the probability of the second reaches it.
     *
     * @throws IllegalStateException if one is NaN, as there is no most likely class then
     */
    int likeliest(int row) {
        var output = shape.outputs().getFirst();
        var isDistance = output.problem() instanceof ProblemType.Clusters clusters && clusters.isDistance();
        var best = 0;
        for (var i = 0; i < shape.outputSize(0); i++) {
            var value = value(row, i);
            if (Float.isNaN(value)) {
                throw new IllegalStateException("the probabilities of sample " + row
                        + " are NaN, so no class is the likeliest: the sample or the"
                        + " weights hold NaN, or numbers so large that they overflow");
            }
            var isBetter = isDistance ? value < value(row, best) : value > value(row, best);
            best = isBetter ? i : best;
        }
        if (!Double.isNaN(output.threshold())) {
            return value(row, shape.outputSize(0) - 1) >= output.threshold() ? 1 : 0;
        }
        return output.problem() instanceof ProblemType.BinaryClass ? value(row, 0) > 0.5f ? 1 : 0 : best;
    }

    private static long offset(int row, int values) {
        return row * PredictionShape.bytes(values);
    }

    @Override
    public void close() {
        arena.close();
    }
}
