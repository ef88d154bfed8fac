package dev.updraft.engine.cpu.winograd;

/**
 * The transforms of F(4×4, 3×3), for one axis: Lavin and Gray, <i>Fast Algorithms for Convolutional Neural Networks</i>,
 * arXiv:1509.09308. Four results of three weights each take six multiplications in place of twelve. With the points 0, ±1, ±2 and
 * infinity; those of gradients are the transposes.
 */
enum Transform {
    /** Of six pixels of the image. */
    IMAGE(6, 6),
    /** Of six products, to four results. */
    RESULT(6, 4),
    /** Of the gradients of four results. */
    RESULT_GRADIENT(4, 6),
    /** Of three weights. */
    WEIGHTS(3, 6),
    /** Of six sums of products, to the gradients of three weights. */
    WEIGHT_GRADIENT(6, 3);

    /** How many products stand for a tile along one axis. */
    static final int POINTS = 6;

    /** Results of a tile along one axis. */
    static final int TILE = 4;

    private final int from;
    private final int to;

    Transform(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** How many arrays it takes. */
    int from() {
        return from;
    }

    /** How many arrays it gives. */
    int to() {
        return to;
    }

    /**
     * Transforms {@code n} elements of each array: {@code x[first]}, {@code x[first + step]} and so on to {@code y[at]},
     * {@code y[at + 1]} and so on.
     */
    void apply(float[][] x, int first, int step, float[][] y, int at, int n) {
        switch (this) {
            case IMAGE -> image(x, first, step, y, at, n);
            case RESULT -> result(x, first, step, y, at, n);
            case RESULT_GRADIENT -> resultGradient(x, first, step, y, at, n);
            case WEIGHTS -> weights(x, first, step, y, at, n);
            case WEIGHT_GRADIENT -> weightGradient(x, first, step, y, at, n);
        }
    }

    // Each loop is of the simplest form, with one index for all arrays, since the JIT compiler vectorises no other.

    private static void image(float[][] x, int first, int step, float[][] y, int at, int n) {
        var x0 = x[first];
        var x1 = x[first + step];
        var x2 = x[first + 2 * step];
        var x3 = x[first + 3 * step];
        var x4 = x[first + 4 * step];
        var x5 = x[first + 5 * step];
        var y0 = y[at];
        var y1 = y[at + 1];
        var y2 = y[at + 2];
        var y3 = y[at + 3];
        var y4 = y[at + 4];
        var y5 = y[at + 5];
        for (var i = 0; i < n; i++) {
            y0[i] = 4 * x0[i] - 5 * x2[i] + x4[i];
            y5[i] = 4 * x1[i] - 5 * x3[i] + x5[i];
        }
        for (var i = 0; i < n; i++) {
            var even = x4[i] - 4 * x2[i];
            var odd = x3[i] - 4 * x1[i];
            y1[i] = even + odd;
            y2[i] = even - odd;
        }
        for (var i = 0; i < n; i++) {
            var even = x4[i] - x2[i];
            var odd = 2 * (x3[i] - x1[i]);
            y3[i] = even + odd;
            y4[i] = even - odd;
        }
    }

    private static void result(float[][] x, int first, int step, float[][] y, int at, int n) {
        var x0 = x[first];
        var x1 = x[first + step];
        var x2 = x[first + 2 * step];
        var x3 = x[first + 3 * step];
        var x4 = x[first + 4 * step];
        var x5 = x[first + 5 * step];
        var y0 = y[at];
        var y1 = y[at + 1];
        var y2 = y[at + 2];
        var y3 = y[at + 3];
        for (var i = 0; i < n; i++) {
            var near = x1[i] + x2[i];
            var far = x3[i] + x4[i];
            y0[i] = x0[i] + near + far;
            y2[i] = near + 4 * far;
        }
        for (var i = 0; i < n; i++) {
            var near = x1[i] - x2[i];
            var far = x3[i] - x4[i];
            y1[i] = near + 2 * far;
            y3[i] = near + 8 * far + x5[i];
        }
    }

    private static void resultGradient(float[][] x, int first, int step, float[][] y, int at, int n) {
        var x0 = x[first];
        var x1 = x[first + step];
        var x2 = x[first + 2 * step];
        var x3 = x[first + 3 * step];
        var y0 = y[at];
        var y1 = y[at + 1];
        var y2 = y[at + 2];
        var y3 = y[at + 3];
        var y4 = y[at + 4];
        var y5 = y[at + 5];
        for (var i = 0; i < n; i++) {
            y0[i] = x0[i];
            y5[i] = x3[i];
        }
        for (var i = 0; i < n; i++) {
            var even = x0[i] + x2[i];
            var odd = x1[i] + x3[i];
            y1[i] = even + odd;
            y2[i] = even - odd;
        }
        for (var i = 0; i < n; i++) {
            var even = x0[i] + 4 * x2[i];
            var odd = 2 * x1[i] + 8 * x3[i];
            y3[i] = even + odd;
            y4[i] = even - odd;
        }
    }

    private static void weights(float[][] x, int first, int step, float[][] y, int at, int n) {
        var x0 = x[first];
        var x1 = x[first + step];
        var x2 = x[first + 2 * step];
        var y0 = y[at];
        var y1 = y[at + 1];
        var y2 = y[at + 2];
        var y3 = y[at + 3];
        var y4 = y[at + 4];
        var y5 = y[at + 5];
        for (var i = 0; i < n; i++) {
            y0[i] = x0[i] / 4;
            y5[i] = x2[i];
        }
        for (var i = 0; i < n; i++) {
            var even = (x0[i] + x2[i]) * (-1 / 6f);
            var odd = x1[i] * (-1 / 6f);
            y1[i] = even + odd;
            y2[i] = even - odd;
        }
        for (var i = 0; i < n; i++) {
            var even = (x0[i] + 4 * x2[i]) * (1 / 24f);
            var odd = x1[i] * (1 / 12f);
            y3[i] = even + odd;
            y4[i] = even - odd;
        }
    }

    private static void weightGradient(float[][] x, int first, int step, float[][] y, int at, int n) {
        var x0 = x[first];
        var x1 = x[first + step];
        var x2 = x[first + 2 * step];
        var x3 = x[first + 3 * step];
        var x4 = x[first + 4 * step];
        var x5 = x[first + 5 * step];
        var y0 = y[at];
        var y1 = y[at + 1];
        var y2 = y[at + 2];
        for (var i = 0; i < n; i++) {
            var near = (x1[i] + x2[i]) * (-1 / 6f);
            var far = (x3[i] + x4[i]) * (1 / 24f);
            y0[i] = x0[i] / 4 + near + far;
            y2[i] = near + 4 * far + x5[i];
        }
        for (var i = 0; i < n; i++) {
            y1[i] = (x2[i] - x1[i]) * (1 / 6f) + (x3[i] - x4[i]) * (1 / 12f);
        }
    }
}
