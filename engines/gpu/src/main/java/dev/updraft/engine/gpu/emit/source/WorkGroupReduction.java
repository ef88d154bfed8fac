package dev.updraft.engine.gpu.emit.source;

import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import java.util.List;

/**
 * A work-group that folds many values to few, in local memory: half of the work-items take those of the other half, then half
 * of these, and so on, always in the same order.
 *
 * @param size work-items, a power of two
 * @param lanes how many results, a power of two; work-items {@code l}, {@code l + lanes}, {@code l + 2·lanes} … share the
 *     terms of result {@code l}
 */
public record WorkGroupReduction(int size, int lanes) {

    /** No larger than that each work-item has one term at least. */
    public static WorkGroupReduction of(DeviceTraits traits, int lanes, long terms) {
        return of(traits.workGroup(), lanes, terms);
    }

    /** The same with a limit on the work-items. */
    public static WorkGroupReduction of(int workGroup, int lanes, long terms) {
        var depth = powerOfTwo(Math.min(terms, workGroup / lanes));
        return new WorkGroupReduction(lanes * depth, lanes);
    }

    /** The smallest power of two that is at least {@code number}. */
    public static int powerOfTwo(long number) {
        return number <= 1 ? 1 : Math.toIntExact(Long.highestOneBit(number - 1) << 1);
    }

    /** Work-items that share the terms of one result. */
    public int depth() {
        return size / lanes;
    }

    /** Declares local memory for one value of each work-item. */
    public String declare(String name) {
        return "float[] " + name + " = context.allocateFloatLocalArray(" + size + ");";
    }

    /** How what a work-item has is written that takes what another has. */
    @FunctionalInterface
    public interface Merge {
        /** Writes the statements; both are the expressions of values in the same order. */
        void write(JavaText text, List<String> into, List<String> other);
    }

    /** Folds values, each by itself; after it all work-items may read the results, which are the first elements. */
    public void fold(JavaText text, Reducer reducer, List<String> shared) {
        fold(text, shared, (to, into, other) -> {
            for (var at = 0; at < into.size(); at++) {
                reducer.take(to, into.get(at), other.get(at), shared.get(at) + "Next");
            }
        });
    }

    /** Folds values that belong together. */
    public void fold(JavaText text, List<String> shared, Merge merge) {
        text.open("for (int half = " + size / 2 + "; half >= " + lanes + "; half = half / 2)")
                .line("context.localBarrier();")
                .open("if (local < half)");
        merge.write(
                text,
                shared.stream().map(name -> name + "[local]").toList(),
                shared.stream().map(name -> name + "[local + half]").toList());
        text.close().close().line("context.localBarrier();");
    }
}
