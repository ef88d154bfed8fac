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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One task of a {@link Reduction}: each of {@code parts} parts of the terms of each output becomes one value.
 *
 * @param origin the operation that stands for it
 * @param accumulator what becomes of the terms
 * @param outputs elements of a result, for which {@code output} stands
 * @param capacity most samples of a step
 * @param parts how many values come out for each output
 * @param terms of one output, for which {@code term} stands
 * @param values writes the value of each result for {@code output} and {@code term}
 * @param ofKept whether these are not terms, but what another stage has kept of some
 * @param finish what becomes of the results, or if there are several parts of what is kept; their index goes part after part, in each through the outputs
 */
record ReductionStage(
        Node origin,
        Accumulator accumulator,
        IndexMap outputs,
        int capacity,
        int parts,
        Terms terms,
        Reducer.Values values,
        boolean ofKept,
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
            loop(text, "0", 1, size);
        } else {
            text.line("int item = context.globalIdx;")
                    .line("int output = item % " + most + ";")
                    .line("int part = item / " + most + ";")
                    .open("if (part < " + parts + " && output < " + outputs.size() + ")");
            text.line("int end = TornadoMath.min((part + 1) * " + size + ", " + terms.size() + ");");
            loop(text, "part * " + size, 1, size);
        }
        finish(text, most, accumulator.locals());
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
        var kept = accumulator.locals();
        var shared = IntStream.rangeClosed(1, kept.size())
                .mapToObj(value -> "shared" + value)
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
        loop(text, from, parts * group.depth(), size);
        for (var value = 0; value < kept.size(); value++) {
            text.line(shared.get(value) + "[local] = " + kept.get(value) + ";");
        }
        group.fold(text, shared, accumulator::merge);
        text.open("if (local < " + group.lanes() + " && output < " + outputs.size() + ")");
        for (var value = 0; value < kept.size(); value++) {
            text.line("float folded" + (value + 1) + " = " + shared.get(value) + "[local];");
        }
        finish(
                text,
                most,
                IntStream.rangeClosed(1, kept.size())
                        .mapToObj(value -> "folded" + value)
                        .toList());
        text.close();
        var items = (long) tiles * parts * group.size();
        return new GeneratedKernel(name, comment, origin, Grid.of(items, group.size()), text.toString());
    }

    private void loop(JavaText text, String from, int step, long most) {
        if (ofKept) {
            accumulator.loopOfKept(text, from, step, most, values);
        } else {
            accumulator.loop(text, from, step, most, values);
        }
    }

    private void finish(JavaText text, int most, List<String> kept) {
        if (parts > 1) {
            finish.write(text, place(most), kept);
            return;
        }
        var results = new ArrayList<String>();
        for (var expression : accumulator.results(kept)) {
            if (kept.contains(expression)) {
                results.add(expression);
            } else {
                results.add("result" + (results.size() + 1));
                text.line("float " + results.getLast() + " = " + expression + ";");
            }
        }
        finish.write(text, place(most), results);
    }

    private JavaText begin() {
        var text = new JavaText();
        return outputs.batched() || terms.batched() ? text.line(Emission.COUNT) : text;
    }

    private String place(int most) {
        return parts == 1 ? "output" : "part * " + most + " + output";
    }
}
