package dev.updraft.tornado;

import dev.updraft.engine.gpu.emit.device.TreeCall;
import dev.updraft.engine.gpu.emit.device.TreeRules;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/** The kernels that choose the best of the features' splits, and say what it is. */
public final class SplitKernels {
    private SplitKernels() {}

    /** A work-item has a node: chooses the feature that gains most, of equal ones the first. */
    public static void choose_splits(
            KernelContext context,
            IntArray tree,
            IntArray call,
            DoubleArray scores,
            LongArray found,
            DoubleArray gains) {
        int wanted = context.globalIdx;
        if (wanted < call.get(TreeCall.WANTED)) {
            int features = tree.get(TreeRules.FEATURES);
            int atATime = tree.get(TreeRules.AT_A_TIME);
            int record = TreeCall.FOUND_GRADIENTS + tree.get(TreeRules.OUTPUTS) + tree.get(TreeRules.TABLE) / 2;
            int chosen = -1;
            double gain = 0;
            for (int step = 0; step < features; step++) {
                double score = scores.get(wanted * features + step);
                int isAsked = chosen < 0 || step / atATime == chosen / atATime ? 1 : 0;
                if (isAsked == 1 && score > gain) {
                    gain = score;
                    chosen = step;
                }
            }
            found.set(wanted * record + TreeCall.FOUND_FEATURE, (long) chosen);
            gains.set(wanted, gain);
        }
    }

    /** A work-item has a node: says what its split is. */
    public static void describe_splits(
            KernelContext context,
            IntArray tree,
            DoubleArray rules,
            IntArray call,
            LongArray histograms,
            DoubleArray keys,
            LongArray splits,
            LongArray found) {
        int wanted = context.globalIdx;
        int outputs = tree.get(TreeRules.OUTPUTS);
        int record = TreeCall.FOUND_GRADIENTS + outputs + tree.get(TreeRules.TABLE) / 2;
        int at = wanted * record;
        if (wanted < call.get(TreeCall.WANTED)) {
            int step = (int) found.get(at + TreeCall.FOUND_FEATURE);
            if (step >= 0) {
                int features = tree.get(TreeRules.FEATURES);
                int asked = SplitScores.asked(tree, call, wanted, step);
                int feature = TreeKernels.feature(asked);
                int plane = tree.get(TreeRules.BINS);
                int bits = tree.get(TreeRules.CURVATURE_BITS);
                int base = SplitScores.base(tree, call, wanted, feature);
                int count = tree.get(feature + TreeRules.COUNT);
                int split = (wanted * features + step) * (TreeCall.LEFT + outputs);
                int bin = (int) splits.get(split + TreeCall.BIN);
                int side = (int) splits.get(split + TreeCall.SIDE);
                int sets = at + TreeCall.FOUND_GRADIENTS + outputs;
                int isSet = tree.get(feature + TreeRules.CATEGORICAL);
                for (int word = sets; word < at + record; word++) {
                    found.set(word, 0L);
                }
                if (isSet == 1) {
                    int exact =
                            SetKernels.present(tree, histograms, base, count) <= tree.get(TreeRules.SET_EXACT) ? 1 : 0;
                    int first = 2 * (wanted * plane + tree.get(feature + TreeRules.FIRST));
                    int present = SetKernels.order(tree, rules, histograms, base, count, side / 2, exact, keys, first);
                    int last = -1;
                    for (int taken = 0; taken < bin; taken++) {
                        last = SetKernels.next(keys, first, present, side % 2, last);
                        int member = (int) keys.get(first + 2 * last + 1);
                        long word = found.get(sets + member / 64);
                        found.set(sets + member / 64, word | (1L << (member % 64)));
                    }
                } else {
                    for (int left = 1 - side; left <= bin; left++) {
                        long word = found.get(sets + left / 64);
                        found.set(sets + left / 64, word | (1L << (left % 64)));
                    }
                }
                for (int k = 0; k < outputs; k++) {
                    found.set(at + TreeCall.FOUND_GRADIENTS + k, 0L);
                }
                long leftCurvature = 0L;
                int next = 0;
                for (int each = 0; each < count; each++) {
                    if (((found.get(sets + each / 64) >> (each % 64)) & 1L) == 1L) {
                        leftCurvature = leftCurvature + SplitScores.curvature(tree, histograms, base + each);
                        for (int k = 0; k < outputs; k++) {
                            long gradient = histograms.get(base + each + k * plane) >> bits;
                            int sum = at + TreeCall.FOUND_GRADIENTS + k;
                            found.set(sum, found.get(sum) + gradient);
                        }
                    }
                    if (each > bin && next == 0 && SplitScores.filled(tree, histograms, base + each) == 1) {
                        next = each;
                    }
                }
                long missing = SplitScores.curvature(tree, histograms, base);
                int hasMissing = isSet == 0 ? SplitScores.filled(tree, histograms, base) : missing != 0L ? 1 : 0;
                int drawn = (int) splits.get(split + TreeCall.THRESHOLD);
                next = next == 0 ? Math.max(count - 1, bin + 1) : next;
                found.set(at + TreeCall.FOUND_FEATURE, (long) asked);
                found.set(at + TreeCall.FOUND_BIN, (long) bin);
                found.set(at + TreeCall.FOUND_NEXT, (long) (tree.get(TreeRules.RANDOM) == 1 ? drawn : next));
                found.set(at + TreeCall.FOUND_MISSING_LEFT, found.get(sets) & 1L);
                found.set(at + TreeCall.FOUND_MISSING, (long) hasMissing);
                found.set(at + TreeCall.FOUND_CURVATURE, leftCurvature);
            }
        }
    }
}
