package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.Finish;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.IndexMap;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.Reducer;
import dev.updraft.engine.gpu.emit.source.WorkGroupReduction;
import java.util.stream.IntStream;

/**
 * One task of a {@link Reduction}: each of {@code parts} parts of the terms of each output becomes one value.
 *
 * @param origin the operation that stands for it
 * @param reducer what becomes of the terms
 * @param outputs elements of a result, for which {@code output} stands
 * @param capacity most samples of a step
 * @param parts how many values come out for each output
 * @param terms of one output, for which {@code term} stands
 * @param values writes the value of each result for {@code output} and {@code term}
 * @param results how many values are folded at a time
 * @param finish what becomes of them; their index goes part after part, in each through the outputs
 */
record ReductionStage(
        Node origin,
        Reducer reducer,
        IndexMap outputs,
        int capacity,
        int parts,
        Terms terms,
        Reducer.Values values,
        int results,
        Finish finish) {

    /**
     * How many terms.
     *
     * @param size expression of their number in the step at hand
     * @param batched whether that depends on the batch
     * @param most their number in the largest step
     */
    record Terms(String size, boolean batched, long most) {
        static Terms of(IndexMap indexMap, int capacity) {
            return new Terms(indexMap.size(), indexMap.batched(), indexMap.size(capacity));
        }
    }

    /** A work-item for each part, which is contiguous. */
    GeneratedKernel byItems(String name, String comment, int workGroup) {
        var text = begin();
        var most = Math.toIntExact(outputs.size(capacity));
        var size = Math.ceilDiv(terms.most(), parts);
        if (parts == 1) {
            text.line("int output = context.globalIdx;").open("if (output < " + outputs.size() + ")");
            text.line("int end = " + terms.size() + ";");
            reducer.loop(text, results, "0", 1, size, values);
        } else {
            text.line("int item = context.globalIdx;")
                    .line("int output = item % " + most + ";")
                    .line("int part = item / " + most + ";")
                    .open("if (part < " + parts + " && output < " + outputs.size() + ")");
            text.line("int end = TornadoMath.min((part + 1) * " + size + ", " + terms.size() + ");");
            reducer.loop(text, results, "part * " + size, 1, size, values);
        }
        finish.write(
                text,
                place(most),
                IntStream.range(0, results).mapToObj(reducer::local).toList());
        text.close();
        return new GeneratedKernel(name, comment, origin, Grid.of((long) most * parts, workGroup), text.toString());
    }

    /**
     * A work-group for each part of a few outputs. Neighbouring work-items take neighbouring terms, or terms of neighbouring
     * outputs.
     */
    GeneratedKernel byGroups(String name, String comment, WorkGroupReduction group) {
        var text = begin();
        var most = Math.toIntExact(outputs.size(capacity));
        var tiles = Math.ceilDiv(most, group.lanes());
        var shared = IntStream.range(0, results)
                .mapToObj(result -> "shared" + (result + 1))
                .toList();
        text.line("int group = context.groupIdx;").line("int local = context.localIdx;");
        if (parts > 1) {
            text.line("int part = group / " + tiles + ";");
        }
        var tile = parts == 1 ? "group" : "group % " + tiles;
        text.line("int output = "
                + (group.lanes() == 1 ? tile : tile + " * " + group.lanes() + " + local % " + group.lanes()) + ";");
        shared.forEach(each -> text.line(group.declare(each)));
        var size = Math.ceilDiv(terms.most(), (long) parts * group.depth());
        var from = group.lanes() == 1 ? "local" : "local / " + group.lanes();
        from = parts == 1 ? from : "part * " + group.depth() + " + " + from;
        // Nobody leaves early, since all must meet at the barriers: behind the last output there are no terms.
        text.line("int end = output < " + outputs.size() + " ? " + terms.size() + " : 0;");
        reducer.loop(text, results, from, parts * group.depth(), size, values);
        for (var result = 0; result < results; result++) {
            text.line(shared.get(result) + "[local] = " + reducer.local(result) + ";");
        }
        group.fold(text, reducer, shared);
        text.open("if (local < " + group.lanes() + " && output < " + outputs.size() + ")");
        for (var result = 0; result < results; result++) {
            text.line("float folded" + (result + 1) + " = " + shared.get(result) + "[local];");
        }
        finish.write(
                text,
                place(most),
                IntStream.range(0, results)
                        .mapToObj(result -> "folded" + (result + 1))
                        .toList());
        text.close();
        var items = (long) tiles * parts * group.size();
        return new GeneratedKernel(name, comment, origin, Grid.of(items, group.size()), text.toString());
    }

    private JavaText begin() {
        var text = new JavaText();
        return outputs.batched() || terms.batched() ? text.line(Emission.COUNT) : text;
    }

    private String place(int most) {
        return parts == 1 ? "output" : "part * " + most + " + output";
    }
}
