package dev.updraft.trees;

import java.util.BitSet;

/** Tries every split of all rows of a table, with gradients as they are. */
final class BruteForce {
    private final Table table;
    private final TreeSettings settings;
    private final byte[] drawn;

    BruteForce(Table table, TreeSettings settings, byte[] drawn) {
        this.table = table;
        this.settings = settings;
        this.drawn = drawn;
    }

    /** The largest gain; 0 if no split is allowed, or none gains more than gamma. */
    double bestGain() {
        var best = 0.0;
        for (var feature = 0; feature < table.width(); feature++) {
            best = Math.max(
                    best,
                    table.features().get(feature).kind() instanceof Feature.Categorical(var count)
                            ? bestSet(feature, count)
                            : bestThreshold(feature));
        }
        return best > settings.gamma() ? best : 0;
    }

    private double bestThreshold(int feature) {
        var best = 0.0;
        for (var row = 0; row < table.rows(); row++) {
            var threshold = table.value(row, feature);
            for (var missingLeft = 0; missingLeft < 2 && !Float.isNaN(threshold); missingLeft++) {
                var left = new BitSet();
                for (var other = 0; other < table.rows(); other++) {
                    var x = table.value(other, feature);
                    left.set(other, Float.isNaN(x) ? missingLeft == 1 : x <= threshold);
                }
                best = Math.max(best, gain(left, table.features().get(feature).monotone()));
            }
        }
        return best;
    }

    private double bestSet(int feature, int count) {
        var best = 0.0;
        for (var set = 0; set < 1 << count + 1; set++) {
            var left = new BitSet();
            for (var row = 0; row < table.rows(); row++) {
                var x = table.value(row, feature);
                left.set(row, (set >> (Float.isNaN(x) ? count : (int) x) & 1) != 0);
            }
            best = Math.max(best, gain(left, 0));
        }
        return best;
    }

    /** What a split gains; 0 if a side is too small or their order is wrong. */
    double gain(BitSet left, int monotone) {
        var outputs = table.gradients().length;
        var g = new double[2][outputs];
        var h = new double[2];
        var rows = new int[2];
        for (var row = 0; row < table.rows(); row++) {
            var times = drawn == null ? 1 : drawn[row];
            var side = left.get(row) ? 0 : 1;
            for (var k = 0; k < outputs; k++) {
                g[side][k] += (double) times * table.gradients()[k][row];
            }
            h[side] += (double) times * table.curvature()[row];
            rows[side] += times;
        }
        for (var side = 0; side < 2; side++) {
            if (rows[side] < settings.minSamplesLeaf() || h[side] < settings.minChildWeight()) {
                return 0;
            }
        }
        var gain = 0.0;
        for (var k = 0; k < outputs; k++) {
            gain += score(g[0][k], h[0]) + score(g[1][k], h[1]) - score(g[0][k] + g[1][k], h[0] + h[1]);
        }
        var rise = g[0][0] / (h[0] + settings.lambda()) - g[1][0] / (h[1] + settings.lambda());
        return monotone * rise < 0 ? 0 : gain;
    }

    private double score(double g, double h) {
        var shrunk = Math.max(0, Math.abs(g) - settings.alpha());
        return shrunk * shrunk / (h + settings.lambda());
    }
}
