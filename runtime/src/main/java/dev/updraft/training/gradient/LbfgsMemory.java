package dev.updraft.training.gradient;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What L-BFGS knows of the curvature: of the last steps how the weights and the gradient changed. Both are kept as float32, so
 * that a checkpoint holds them exactly.
 */
final class LbfgsMemory {
    private final int most;
    private final Deque<Pair> pairs = new ArrayDeque<>();

    /**
     * One step.
     *
     * @param step {@code s}: new weights minus old ones
     * @param change {@code y}: new gradient minus the old one
     */
    record Pair(float[] step, float[] change) {
        /** {@code s · y}, above 0 where the loss curves upwards along the step. */
        double curvature() {
            return dot(step, change);
        }
    }

    /** @param most steps that are kept */
    LbfgsMemory(int most) {
        this.most = most;
    }

    boolean isEmpty() {
        return pairs.isEmpty();
    }

    void clear() {
        pairs.clear();
    }

    /** Keeps a step, unless the loss does not curve upwards along it: then it says nothing that can be used. */
    void add(Pair pair) {
        var curvature = pair.curvature();
        if (!(curvature > 0) || !Double.isFinite(curvature)) {
            return;
        }
        if (pairs.size() == most) {
            pairs.removeFirst();
        }
        pairs.addLast(pair);
    }

    /** The steps, the oldest first. */
    List<Pair> pairs() {
        return List.copyOf(pairs);
    }

    /** {@code -H g} by two loops over the steps: Nocedal and Wright, algorithm 7.4. */
    double[] direction(double[] gradient) {
        var direction = new double[gradient.length];
        for (var i = 0; i < direction.length; i++) {
            direction[i] = -gradient[i];
        }
        var all = pairs();
        var weights = new double[all.size()];
        for (var k = all.size() - 1; k >= 0; k--) {
            var pair = all.get(k);
            weights[k] = dot(pair.step, direction) / pair.curvature();
            add(direction, -weights[k], pair.change);
        }
        if (!all.isEmpty()) {
            // The inverse Hessian to begin with: the identity, of the size that the last step shows.
            var last = all.getLast();
            var scale = last.curvature() / dot(last.change, last.change);
            for (var i = 0; i < direction.length; i++) {
                direction[i] *= scale;
            }
        }
        for (var k = 0; k < all.size(); k++) {
            var pair = all.get(k);
            add(direction, weights[k] - dot(pair.change, direction) / pair.curvature(), pair.step);
        }
        return direction;
    }

    private static void add(double[] to, double factor, float[] values) {
        for (var i = 0; i < to.length; i++) {
            to[i] += factor * values[i];
        }
    }

    private static double dot(float[] a, double[] b) {
        var sum = 0.0;
        for (var i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double dot(float[] a, float[] b) {
        var sum = 0.0;
        for (var i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
