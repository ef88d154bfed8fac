package dev.updraft.trees;

/** Sums up the words of all rows drawn. */
record RootSums(QuantizedGradients words, int[] order, Workers workers) {
    /**
     * Sums in units.
     *
     * @param gradients per output
     */
    record Sums(long[] gradients, long curvature) {}

    Sums sum() {
        var rows = words.drawnRows();
        var outputs = words.outputs();
        var ranges = new long[Math.max(1, Workers.ranges(rows))][outputs];
        workers.forRanges(rows, (from, to) -> add(ranges[from / Workers.RANGE], from, to));
        var gradients = new long[outputs];
        var curvature = 0L;
        for (var output = 0; output < outputs; output++) {
            var word = 0L;
            for (var range : ranges) {
                word += range[output];
            }
            gradients[output] = word >> words.curvatureBits();
            curvature += word & (1L << words.curvatureBits()) - 1;
        }
        return new Sums(gradients, curvature);
    }

    private void add(long[] sums, int from, int to) {
        for (var output = 0; output < (words.single() ? 1 : sums.length); output++) {
            var of = words.words(output);
            for (var i = from; i < to; i++) {
                sums[words.single() ? words.outputOf()[order[i]] : output] += of[order[i]];
            }
        }
    }
}
