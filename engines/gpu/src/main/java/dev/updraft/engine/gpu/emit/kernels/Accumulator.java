package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.Reducer;
import java.util.List;
import java.util.stream.IntStream;

/** What a work-item keeps of the terms of a {@link Reduction} that it has taken, and how that of several becomes one. */
interface Accumulator {

    /** The names of the locals with what is kept. */
    List<String> locals();

    /**
     * Declares the locals, and writes the loop that takes terms, one after another, up to the local {@code end}.
     *
     * @param from expression of the first term
     * @param step from one term to the next
     * @param most terms that the loop may have
     */
    void loop(JavaText text, String from, int step, long most, Reducer.Values terms);

    /** The same for what others have kept, which {@code kept} writes in the order of the locals. */
    void loopOfKept(JavaText text, String from, int step, long most, Reducer.Values kept);

    /** Writes the statements that take what another has kept. */
    void merge(JavaText text, List<String> into, List<String> other);

    /** Expressions of the results; {@code kept} are names as of the locals. */
    List<String> results(List<String> kept);

    /** A value for each result, folded by itself. */
    record Folded(Reducer reducer, int count) implements Accumulator {
        @Override
        public List<String> locals() {
            return IntStream.range(0, count).mapToObj(reducer::local).toList();
        }

        @Override
        public void loop(JavaText text, String from, int step, long most, Reducer.Values terms) {
            reducer.loop(text, count, from, step, most, terms);
        }

        @Override
        public void loopOfKept(JavaText text, String from, int step, long most, Reducer.Values kept) {
            loop(text, from, step, most, kept);
        }

        @Override
        public void merge(JavaText text, List<String> into, List<String> other) {
            for (var result = 0; result < count; result++) {
                reducer.take(text, into.get(result), other.get(result), "next" + (result + 1));
            }
        }

        @Override
        public List<String> results(List<String> kept) {
            return kept;
        }
    }
}
