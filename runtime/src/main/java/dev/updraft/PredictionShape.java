package dev.updraft;

import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.IndexRange;
import dev.updraft.data.batches.SamplesAtOnce;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How many values a model takes and gives for a sample.
 *
 * @param inputs in the order in which a sample has them
 * @param ranges of each input what its numbers may be, if they are whole
 * @param sampleSize values of all inputs
 * @param predictionSize values of all outputs
 * @param outputs in the order in which a prediction has them
 * @param atOnce how many samples are best computed at once, at most
 * @param drawsNumbers whether a prediction depends on the place of the sample, by random numbers
 */
record PredictionShape(
        List<Op.Input> inputs,
        List<IndexRange> ranges,
        int sampleSize,
        int predictionSize,
        List<Output> outputs,
        int atOnce,
        boolean drawsNumbers) {
    private static final int MOST_ROWS = 256;

    PredictionShape {
        inputs = List.copyOf(inputs);
        ranges = List.copyOf(ranges);
        outputs = List.copyOf(outputs);
    }

    /**
     * What a model predicts.
     *
     * @param size values of a sample
     * @param threshold probability from which on a sample is of the second of two classes; NaN for the likelier class
     */
    record Output(String name, ProblemType problem, int size, double threshold) {}

    static PredictionShape of(CompiledModel compiled) {
        return of(compiled, Map.of());
    }

    /** @param thresholds of outputs that have one, by name */
    static PredictionShape of(CompiledModel compiled, Map<String, Double> thresholds) {
        var program = compiled.program();
        var sampleSize = program.inputs().stream()
                .mapToLong(input -> input.shape().elementsPerSample())
                .sum();
        var outputs = new ArrayList<Output>();
        for (var output : compiled.layers().outputs()) {
            var name = program.outputs().get(outputs.size());
            var prediction = Objects.requireNonNull(program.predict().outputs().get(name), name);
            var size = Math.toIntExact(prediction.shape().elementsPerSample());
            outputs.add(new Output(
                    output.name(), output.problem(), size, thresholds.getOrDefault(output.name(), Double.NaN)));
        }
        var predictionSize = outputs.stream().mapToLong(Output::size).sum();
        return new PredictionShape(
                program.inputs(),
                program.inputs().stream()
                        .map(input -> IndexRange.of(program.predict(), input))
                        .toList(),
                Math.toIntExact(sampleSize),
                Math.toIntExact(predictionSize),
                outputs,
                SamplesAtOnce.of(compiled.layers(), MOST_ROWS),
                program.predict().nodes().stream().anyMatch(node -> node.op() instanceof Op.RandomUniform));
    }

    int outputSize(int output) {
        return outputs.get(output).size;
    }

    int inputSize(int input) {
        return (int) inputs.get(input).shape().elementsPerSample();
    }

    /** Of a sample's probabilities: a single one stands for two classes. */
    int classes() {
        return Math.max(2, predictionSize);
    }

    /** @throws IllegalArgumentException if this is not the number of values of the input */
    void requireInput(int input, int values) {
        if (values != inputSize(input)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "`%s` has %d values, but the model takes %d: %s",
                    inputs.get(input).name(),
                    values,
                    inputSize(input),
                    inputs.get(input).shape().sample()));
        }
    }

    /** @throws IllegalArgumentException if so many values are not one sample */
    void requireSample(long values) {
        if (values != sampleSize) {
            throw wrongSize("the sample has " + values + " values");
        }
    }

    /** @throws IllegalArgumentException if so many bytes are not one sample of float32 */
    void requireSampleBytes(long bytes) {
        if (bytes != bytes(sampleSize)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the segment has %d bytes, but the model takes %d: %d values of float32",
                    bytes,
                    bytes(sampleSize),
                    sampleSize));
        }
    }

    /** @throws IllegalArgumentException if one has the wrong number of values */
    void requireSamples(List<float[]> samples) {
        for (var i = 0; i < samples.size(); i++) {
            var sample = samples.get(i);
            if (sample == null) {
                throw new IllegalArgumentException(
                        "sample " + i + " is null, but the model takes " + sampleSize + " values");
            }
            var values = sample.length;
            if (values != sampleSize) {
                throw wrongSize(
                        (samples.size() == 1 ? "the sample has " : "sample " + i + " has ") + values + " values");
            }
        }
    }

    /**
     * How many samples so many values are.
     *
     * @throws IllegalArgumentException if there is not at least one, or a part is left over
     */
    int samples(long values) {
        if (values == 0 || values % sampleSize != 0) {
            throw wrongSize("there are " + values + " values, which is not a whole number of samples");
        }
        return Math.toIntExact(values / sampleSize);
    }

    /**
     * How many samples so many bytes of float32 are.
     *
     * @throws IllegalArgumentException if there is not at least one, or a part is left over
     */
    int samplesInBytes(long bytes) {
        if (bytes % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    "the segment has " + bytes + " bytes, which is not a whole number of float32 values");
        }
        return samples(bytes / Float.BYTES);
    }

    /** @throws IllegalArgumentException if the room for predictions is not just for so many samples */
    void requireRoom(long values, int samples) {
        var needed = (long) samples * predictionSize;
        if (values != needed) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "there is space for %d values, but the predictions of %d %s have %d, %d for each",
                    values,
                    samples,
                    samples == 1 ? "sample" : "samples",
                    needed,
                    predictionSize));
        }
    }

    private IllegalArgumentException wrongSize(String found) {
        return new IllegalArgumentException(found + ", but the model takes " + sampleSize + ": "
                + inputs.stream()
                        .map(input -> input.name() + " " + input.shape().sample())
                        .collect(Collectors.joining(", ")));
    }

    static long bytes(long values) {
        return values * Float.BYTES;
    }
}
