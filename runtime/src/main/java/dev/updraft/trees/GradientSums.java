package dev.updraft.trees;

/** The sums of gradients and curvatures of some rows, in units. */
final class GradientSums {
    /** Per output. */
    final long[] gradients;
    /** Per output if each has its own, otherwise one for all. */
    final long[] curvatures;

    GradientSums(long[] gradients, long[] curvatures) {
        this.gradients = gradients;
        this.curvatures = curvatures;
    }

    /** Of no rows, with as many numbers. */
    GradientSums empty() {
        return new GradientSums(new long[gradients.length], new long[curvatures.length]);
    }

    /** What remains without a part. */
    GradientSums without(GradientSums part) {
        var rest = empty();
        rest.setRest(this, part);
        return rest;
    }

    /** Becomes what remains of all without a part. */
    void setRest(GradientSums all, GradientSums part) {
        for (var k = 0; k < gradients.length; k++) {
            gradients[k] = all.gradients[k] - part.gradients[k];
        }
        for (var k = 0; k < curvatures.length; k++) {
            curvatures[k] = all.curvatures[k] - part.curvatures[k];
        }
    }

    /** Adds others, once or −1 times. */
    void add(GradientSums others, int times) {
        for (var k = 0; k < gradients.length; k++) {
            gradients[k] += times * others.gradients[k];
        }
        for (var k = 0; k < curvatures.length; k++) {
            curvatures[k] += times * others.curvatures[k];
        }
    }

    /**
     * Adds the rows of a bin.
     *
     * @param bits how many lower bits of a word hold the curvature
     * @return whether there may be any
     */
    boolean add(HistogramView view, int bin, int bits) {
        var any = 0L;
        for (var k = 0; k < gradients.length; k++) {
            var word = view.word(k, bin);
            any |= word;
            add(k, word, bits);
        }
        return any != 0;
    }

    /** Adds a word of an output. */
    void add(int output, long word, int bits) {
        gradients[output] += word >> bits;
        curvatures[curvatures.length == 1 ? 0 : output] += word & (1L << bits) - 1;
    }

    /** The curvature that an output goes by. */
    long curvature(int output) {
        return curvatures[curvatures.length == 1 ? 0 : output];
    }

    /** The curvature of all outputs together. */
    long curvature() {
        var sum = 0L;
        for (var curvature : curvatures) {
            sum += curvature;
        }
        return sum;
    }
}
