package dev.updraft.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Samples that are made when they are read; the one made last is kept, since its inputs and targets are read one by one. */
final class GeneratedDataset implements Dataset {
    private final DataSpec dataSpec;
    private final int size;
    private final long seed;
    private final SampleGenerator generator;
    private final List<Input> inputs;
    private final List<Target> targets;
    private volatile @Nullable Made last;

    private record Made(int index, GeneratedSample sample) {}

    GeneratedDataset(DataSpec dataSpec, int size, long seed, SampleGenerator generator) {
        this.dataSpec = dataSpec;
        this.size = size;
        this.seed = seed;
        this.generator = generator;
        inputs = dataSpec.inputs().stream()
                .map(input -> new Input(input.name(), input.shape()))
                .toList();
        targets = dataSpec.targets().stream()
                .map(target -> target(target.name(), target.type()))
                .toList();
    }

    private static Target target(String name, TargetType type) {
        return switch (type) {
            case TargetType.Classes(var count, var names, var positions) ->
                new Target.Classes(
                        name,
                        names.isEmpty()
                                ? IntStream.range(0, count)
                                        .mapToObj(Integer::toString)
                                        .toList()
                                : names,
                        Math.toIntExact(positions.elementsPerSample()));
            case TargetType.Labels(var count, var _) -> new Target.Reals(name, count);
            case TargetType.Reals(var shape) -> new Target.Reals(name, Math.toIntExact(shape.elementsPerSample()));
        };
    }

    private GeneratedSample sample(int index) {
        var made = last;
        if (made == null || made.index != index) {
            made = new Made(index, new GeneratedSample(dataSpec));
            // Seeds that are near each other give streams that are not: splitting mixes them.
            var random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (index + 1)).split();
            generator.generate(index, random, made.sample);
            last = made;
        }
        return made.sample;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<Input> inputs() {
        return inputs;
    }

    @Override
    public List<Target> targets() {
        return targets;
    }

    @Override
    public String description() {
        return "generated data (seed " + seed + ")";
    }

    @Override
    public void copyInput(int input, int index, MemorySegment segment, long offset) {
        var values = sample(index).input(input);
        MemorySegment.copy(values, 0, segment, JAVA_FLOAT, offset, values.length);
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment segment, long offset) {
        switch (sample(index).target(target)) {
            case int[] classes -> MemorySegment.copy(classes, 0, segment, JAVA_INT, offset, classes.length);
            case float[] numbers -> MemorySegment.copy(numbers, 0, segment, JAVA_FLOAT, offset, numbers.length);
            case Object other -> throw new IllegalStateException("a target is an array, not " + other);
        }
    }
}
