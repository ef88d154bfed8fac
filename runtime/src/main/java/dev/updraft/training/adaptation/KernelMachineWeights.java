package dev.updraft.training.adaptation;

import dev.updraft.compiler.layers.SupervisedLayer.KernelSvm;
import dev.updraft.compiler.layers.SupervisedLayer.KernelSvm.Gamma;
import dev.updraft.compiler.layers.TreeLayer.Link;
import dev.updraft.training.TrainingException;
import dev.updraft.training.supervised.FourierFeatures;
import dev.updraft.training.supervised.FourierMachines;
import dev.updraft.training.supervised.Samples;
import dev.updraft.training.supervised.SupportVectors;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Support-vector machines with a radial kernel: one for each output. */
final class KernelMachineWeights implements SupervisedWeights {
    /** Numbers of Fourier features that are kept, 4 GiB. */
    private static final long MOST_FEATURES = 1L << 30;

    private final KernelSvm layer;
    private final long seed;
    private final Samples samples;
    private final Samples targets;
    private final Samples costs = new Samples(1);

    /** @param targets numbers behind those of a sample */
    KernelMachineWeights(KernelSvm layer, int features, int targets, long seed) {
        this.layer = layer;
        this.seed = seed;
        samples = new Samples(features);
        this.targets = new Samples(targets);
    }

    @Override
    public void add(float[] sample, double weight) {
        samples.add(sample, 0);
        targets.add(sample, samples.width());
        costs.add(new float[] {(float) (weight * layer.c())}, 0);
    }

    @Override
    public Map<String, float[]> finish() {
        requireClasses();
        var center = center();
        var gamma = gamma(center);
        var weights = new HashMap<String, float[]>();
        weights.put(KernelSvm.CENTER, center);
        weights.put(KernelSvm.GAMMA, new float[] {(float) gamma});
        if (samples.count() <= layer.exactRows()) {
            solve(center, gamma, weights);
        } else {
            approximate(center, gamma, weights);
        }
        return weights;
    }

    private void requireClasses() {
        if (layer.link() == Link.NONE || targets.width() > 1) {
            return;
        }
        var first = targets.value(0, 0);
        if (IntStream.range(1, targets.count()).allMatch(i -> targets.value(i, 0) == first)) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "a support-vector machine separates classes, and all %d training rows are of class %.0f: add rows of"
                            + " another class",
                    targets.count(),
                    first));
        }
    }

    private float[] center() {
        var moments = moments();
        var center = new float[samples.width()];
        for (var place = 0; place < center.length; place++) {
            center[place] = (float) moments[place].mean();
        }
        return center;
    }

    private Moments[] moments() {
        var moments = new Moments[samples.width()];
        for (var place = 0; place < moments.length; place++) {
            moments[place] = new Moments();
            for (var i = 0; i < samples.count(); i++) {
                moments[place].add(samples.value(i, place));
            }
        }
        return moments;
    }

    private double gamma(float[] center) {
        return switch (layer.gamma()) {
            case Gamma.Value(var value) -> value;
            case Gamma.Auto() -> 1.0 / center.length;
            case Gamma.Scale() -> {
                var all = new Moments();
                for (var i = 0; i < samples.count(); i++) {
                    for (var place = 0; place < center.length; place++) {
                        all.add(samples.value(i, place));
                    }
                }
                yield all.scale() == 0 ? 1 : 1 / (center.length * all.variance());
            }
        };
    }

    /** 1 for samples of the output's class or label, -1 for others. */
    private double[] signs(int output) {
        return IntStream.range(0, targets.count())
                .mapToDouble(i -> isOf(i, output) ? 1 : -1)
                .toArray();
    }

    private boolean isOf(int sample, int output) {
        if (layer.link() == Link.LOG) {
            return targets.value(sample, 0) == output;
        }
        return targets.value(sample, output) > 0.5;
    }

    private double[] numbers(int output) {
        return IntStream.range(0, targets.count())
                .mapToDouble(i -> targets.value(i, output))
                .toArray();
    }

    /** What each sample costs on the wrong side. */
    private double[] costs() {
        return IntStream.range(0, costs.count())
                .mapToDouble(i -> costs.value(i, 0))
                .toArray();
    }

    private void solve(float[] center, double gamma, Map<String, float[]> weights) {
        var columns = new double[center.length][samples.count()];
        for (var place = 0; place < center.length; place++) {
            for (var i = 0; i < samples.count(); i++) {
                columns[place][i] = samples.value(i, place) - center[place];
            }
        }
        var solver = new SupportVectors(columns, costs(), gamma, layer.tolerance());
        var machines = new SupportVectors.Machine[layer.outputs()];
        for (var output = 0; output < machines.length; output++) {
            try {
                machines[output] = layer.link() == Link.NONE
                        ? solver.regress(numbers(output), layer.epsilon())
                        : solver.classify(signs(output));
            } catch (ArithmeticException e) {
                throw new TrainingException("the support-vector machine has not come to its optimum " + e.getMessage()
                        + ": scale the numbers, as encode does, or set a smaller c or a larger tolerance");
            }
        }
        var vectors = IntStream.range(0, samples.count())
                .filter(i -> IntStream.range(0, machines.length)
                        .anyMatch(m -> machines[m].coefficients()[i] != 0))
                .toArray();
        var ofVectors = new float[vectors.length * center.length];
        var offsets = new float[vectors.length];
        var coefficients = new float[vectors.length * machines.length];
        for (var v = 0; v < vectors.length; v++) {
            var squares = 0.0;
            for (var place = 0; place < center.length; place++) {
                var value = columns[place][vectors[v]];
                ofVectors[v * center.length + place] = (float) value;
                squares += value * value;
            }
            offsets[v] = (float) (-gamma * squares);
            for (var output = 0; output < machines.length; output++) {
                coefficients[v * machines.length + output] =
                        (float) machines[output].coefficients()[vectors[v]];
            }
        }
        var bias = new float[machines.length];
        for (var output = 0; output < bias.length; output++) {
            bias[output] = (float) machines[output].bias();
        }
        put(weights, ofVectors, offsets, coefficients, bias, 0);
    }

    private void approximate(float[] center, double gamma, Map<String, float[]> weights) {
        var components = layer.components();
        if ((long) samples.count() * components > MOST_FEATURES) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "%d Fourier features of %d training rows take %d GB: set fewer components, or take a network",
                    components,
                    samples.count(),
                    (long) samples.count() * components * Float.BYTES / 1_000_000_000));
        }
        var features = FourierFeatures.of(seed, components, center.length, gamma);
        var solver = new FourierMachines(i -> centered(i, center), costs(), features, layer.tolerance(), seed);
        var coefficients = new float[components * layer.outputs()];
        var bias = new float[layer.outputs()];
        for (var output = 0; output < bias.length; output++) {
            var machine = layer.link() == Link.NONE
                    ? solver.regress(numbers(output), layer.epsilon())
                    : solver.classify(signs(output));
            for (var i = 0; i < components; i++) {
                coefficients[i * bias.length + output] = (float) (machine.weights()[i] * features.scale());
            }
            bias[output] = (float) machine.bias();
        }
        put(weights, features.frequencies(), features.phases(), coefficients, bias, 1);
    }

    private double[] centered(int sample, float[] center) {
        var values = new double[center.length];
        for (var place = 0; place < values.length; place++) {
            values[place] = samples.value(sample, place) - center[place];
        }
        return values;
    }

    private static void put(
            Map<String, float[]> weights,
            float[] vectors,
            float[] offsets,
            float[] coefficients,
            float[] bias,
            float fourier) {
        weights.put(KernelSvm.VECTORS, vectors);
        weights.put(KernelSvm.OFFSETS, offsets);
        weights.put(KernelSvm.COEFFICIENTS, coefficients);
        weights.put(KernelSvm.BIAS, bias);
        weights.put(KernelSvm.FOURIER, new float[] {fourier});
    }
}
