package dev.updraft.engine.cpu.machine;

import dev.updraft.engine.cpu.machine.Value.Arithmetic;
import dev.updraft.engine.cpu.machine.Value.Comparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a loop does with each vector of its streams and blocks. Values are numbered in the order in which they are computed; what
 * has been computed is not computed again.
 */
public final class VectorProgram {
    private final List<Step> steps = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private final Map<Value, Integer> numbers = new HashMap<>();
    private final List<Sums> sums = new ArrayList<>();
    private int stores;

    /** In the order in which they are done. */
    sealed interface Step {}

    /** Computes a value. */
    record Compute(int value) implements Step {}

    /** Writes a value to a stream. */
    record Store(int value, int stream) implements Step {}

    /** Writes a value to a block in the frame. */
    record Keep(int value, int place) implements Step {}

    /**
     * What is added to sums after a whole block.
     *
     * @param rows of the block once it is folded
     * @param hasSquares whether there are sums of squares behind the sums
     */
    record Sums(int place, int target, int columns, int rows, int folds, boolean hasSquares) {}

    /** Without any. */
    public VectorProgram() {}

    List<Step> steps() {
        return steps;
    }

    Value value(int number) {
        return values.get(number);
    }

    int values() {
        return values.size();
    }

    /** The same for all elements. */
    public int constant(float number) {
        return value(new Value.Constant(Float.floatToRawIntBits(number)));
    }

    /** The float of these bits for all elements. */
    int bits(int bits) {
        return value(new Value.Constant(bits));
    }

    /** A number that is in the frame. */
    public int number(int place) {
        return value(new Value.Number(place));
    }

    /** What a block in the frame holds. */
    public int block(int place) {
        return value(new Value.InBlock(place));
    }

    /** What a stream holds now. */
    public int load(int stream) {
        return value(new Value.InStream(stream, stores));
    }

    public void store(int value, int stream) {
        steps.add(new Store(value, stream));
        stores++;
    }

    public void keep(int value, int place) {
        steps.add(new Keep(value, place));
    }

    /**
     * Adds a block to sums after it: it is folded in halves, in float32, {@code folds} times, and what is left is added in float64,
     * each to its own sum.
     *
     * @param place of the block, which has been kept
     * @param target where the sums are in the frame
     * @param columns how many there are, a multiple of 8
     */
    public void sum(int place, int target, int columns, int folds) {
        sums.add(new Sums(place, target, columns, 1, folds, false));
    }

    /** Adds rows of a block to sums, and their squares to the sums behind these, all in float64. */
    public void sumMoments(int place, int target, int columns, int rows) {
        sums.add(new Sums(place, target, columns, rows, 0, true));
    }

    List<Sums> sums() {
        return sums;
    }

    int of(Arithmetic arithmetic, int a, int b) {
        return value(new Value.Of(arithmetic, a, b));
    }

    int either(Comparison comparison, int x, int y, int yes, int no) {
        return value(new Value.Either(comparison, x, y, yes, no));
    }

    private int value(Value value) {
        return numbers.computeIfAbsent(value, its -> {
            values.add(its);
            steps.add(new Compute(values.size() - 1));
            return values.size() - 1;
        });
    }
}
