package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.Finish;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.IndexMap;
import dev.updraft.engine.gpu.emit.source.Reducer;
import dev.updraft.engine.gpu.emit.source.WorkGroupReduction;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tensors folded along axes, several of one shape at once. Where few elements come out of many, the terms of each are cut
 * into parts that different work-items fold, and a second task folds the parts. How they are cut depends on the source alone,
 * and nothing is added atomically: the same device gives the same bits.
 *
 * @param results of one shape
 * @param accumulator what becomes of the terms
 * @param kept the elements of a result, as places of an operand
 * @param reduced the terms of one element, as distances in an operand
 * @param operands writes the operands' values at the element {@code index}
 * @param finish what becomes of the results
 * @param what is done, for names of tasks
 * @param comment for who reads the source
 */
record Reduction(
        List<Node> results,
        Accumulator accumulator,
        IndexMap kept,
        IndexMap reduced,
        Reducer.Values operands,
        Finish finish,
        String what,
        String comment,
        Emission emission) {

    /** So few terms that one work-item folds them as fast as many would. */
    private static final int FEW_TERMS = 32;

    /** So many elements that a work-item for each keeps a GPU busy. */
    private static final int MANY_OUTPUTS = 1 << 16;

    /** Work-items that fold what others have kept: few, so that they can share a launch with products of groups as small. */
    private static final int SMALL_GROUP = 64;

    /** So many work-groups keep a GPU busy. */
    private static final int MANY_GROUPS = 512;

    /** Floats that a GPU fetches at once, if neighbours ask for them: 32 bytes. */
    private static final int SECTOR = 8;

    /** On a processor, so many terms are folded in the time that one more task costs. */
    private static final int WORTH_A_TASK = 1 << 15;

    /** So many work-items keep a processor busy. */
    private static final int MANY_ITEMS = 1 << 12;

    /** On a processor, a part has so many terms at least, and so many at most. */
    private static final int SMALL_PART = 64;

    private static final int LARGE_PART = 1024;

    Reduction {
        results = List.copyOf(results);
    }

    /** One task, or two. */
    List<GeneratedKernel> tasks() {
        var outputs = Math.toIntExact(kept.size(emission.capacity()));
        var terms = ReductionStage.Terms.of(reduced, emission.capacity());
        var tile = Math.min(
                WorkGroupReduction.powerOfTwo(outputs),
                Math.min(SECTOR, emission.traits().workGroup()));
        var lanes = kept.contiguous() ? tile : 1;
        var byItems =
                !emission.traits().localMemory() || terms.most() <= FEW_TERMS || (lanes > 1 && outputs >= MANY_OUTPUTS);
        var parts = byItems ? partsOfItems(outputs, terms.most()) : partsOfGroups(outputs, terms.most(), lanes);
        Reducer.Values source = text -> {
            text.line("int index = " + kept.index("output") + " + " + reduced.index("term") + ";");
            return operands.write(text);
        };
        if (parts == 1) {
            return List.of(write(terms, 1, source, false, finish, byItems, lanes));
        }
        var size = parts * outputs;
        var values = accumulator.locals().size();
        var scratch = emission.scratch((long) size * values);
        var between = IntStream.range(0, values)
                .mapToObj(value -> new Place(scratch.array(), scratch.offset() + value * size))
                .toList();
        Reducer.Values folded = text -> between.stream()
                .map(place -> place.get("term * " + outputs + " + output"))
                .toList();
        var rest = new ReductionStage.Terms(Integer.toString(parts), false, parts);
        return List.of(
                write(terms, parts, source, false, Finish.storing(between), byItems, lanes),
                write(rest, 1, folded, true, finish, !emission.traits().localMemory(), tile));
    }

    private GeneratedKernel write(
            ReductionStage.Terms terms,
            int parts,
            Reducer.Values values,
            boolean ofKept,
            Finish then,
            boolean byItems,
            int lanes) {
        var origin = results.getFirst();
        var stage =
                new ReductionStage(origin, accumulator, kept, emission.capacity(), parts, terms, values, ofKept, then);
        var name = emission.name(origin, parts == 1 ? what : what + "_parts");
        var text = parts == 1 ? comment : comment + ", in " + parts + " parts";
        return byItems
                ? stage.byItems(name, text, emission.traits().workGroup())
                : stage.byGroups(
                        name,
                        text,
                        WorkGroupReduction.of(
                                ofKept
                                        ? Math.min(
                                                SMALL_GROUP, emission.traits().workGroup())
                                        : emission.traits().workGroup(),
                                lanes,
                                terms.most()));
    }

    /** At least as many as a part has terms, since one work-item folds all parts in the end. */
    private static int partsOfItems(int outputs, long terms) {
        if (terms <= SMALL_PART || outputs >= MANY_ITEMS || outputs * terms <= WORTH_A_TASK) {
            return 1;
        }
        var size = Math.clamp((long) Math.sqrt(terms), SMALL_PART, LARGE_PART);
        return Math.toIntExact(Math.ceilDiv(terms, size));
    }

    private int partsOfGroups(int outputs, long terms, int lanes) {
        var group = WorkGroupReduction.of(emission.traits(), lanes, terms);
        var most = MANY_GROUPS / Math.ceilDiv(outputs, lanes);
        return Math.clamp(terms / ((long) group.depth() * FEW_TERMS), 1, Math.max(1, most));
    }
}
