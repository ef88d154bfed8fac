package dev.updraft.trees;

/** Sums up the words of all rows drawn. */
record RootSums(QuantizedGradients words, int[] order, Workers workers) {
    GradientSums sum() {
        var rows = words.drawnRows();
        var outputs = words.outputs();
        var ranges = new long[Math.max(1, Workers.ranges(rows))][outputs];
        workers.forRanges(rows, (from, to) -> add(ranges[from / Workers.RANGE], from, to));
        var sums = new GradientSums(new long[outputs], new long[words.curvatureEach() ? outputs : 1]);
        for (var output = 0; output < outputs; output++) {
            var word = 0L;
            for (var range : ranges) {
                word += range[output];
            }
            sums.add(output, word, words.curvatureBits());
        }
        return sums;
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
