package dev.updraft.training.supervised;

import dev.updraft.compiler.ops.Philox;

/**
 * Random Fourier features (Rahimi and Recht, 2007): {@code √(2/D) cos(x·w + phase)}, whose products are about {@code exp(-gamma |x -
 * y|²)}, with w normal of variance 2 gamma.
 *
 * @param frequencies {@code [components, features]}
 */
public record FourierFeatures(float[] frequencies, float[] phases, int width) {
    private static final int STREAM = 0x5646;

    /** Drawn with the seed. */
    public static FourierFeatures of(long seed, int components, int width, double gamma) {
        var frequencies = new float[Math.multiplyExact(components, width)];
        for (var i = 0; i < frequencies.length; i++) {
            var radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, 0, 2L * i)));
            var normal = radius * Math.cos(2 * Math.PI * uniform(seed, 0, 2L * i + 1));
            frequencies[i] = (float) (Math.sqrt(2 * gamma) * normal);
        }
        var phases = new float[components];
        for (var i = 0; i < components; i++) {
            phases[i] = (float) (2 * Math.PI * uniform(seed, 1, i));
        }
        return new FourierFeatures(frequencies, phases, width);
    }

    private static double uniform(long seed, int step, long element) {
        return Philox.uniform(seed, step, STREAM, element);
    }

    public int components() {
        return phases.length;
    }

    /** What every feature is multiplied with. */
    public double scale() {
        return Math.sqrt(2.0 / components());
    }

    /** Of a sample, which has been centred. */
    float[] of(double[] sample) {
        var features = new float[components()];
        for (var i = 0; i < features.length; i++) {
            var sum = (double) phases[i];
            for (var j = 0; j < width; j++) {
                sum += sample[j] * frequencies[i * width + j];
            }
            features[i] = (float) (scale() * Math.cos(sum));
        }
        return features;
    }
}
