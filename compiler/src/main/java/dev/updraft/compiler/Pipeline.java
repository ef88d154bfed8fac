package dev.updraft.compiler;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Passes that follow one another, each by its name.
 *
 * @param <I> what the first takes
 * @param <O> what the last makes
 */
public final class Pipeline<I, O> {

    /** Sees what each pass makes. */
    @FunctionalInterface
    public interface Observer {
        /** Called after a pass. */
        void after(String pass, Object result);
    }

    @FunctionalInterface
    private interface Passes<I, O> {
        O run(I input, Observer observer);
    }

    private final List<String> names;
    private final Passes<I, O> passes;

    private Pipeline(List<String> names, Passes<I, O> passes) {
        this.names = names;
        this.passes = passes;
    }

    /** Of one pass. */
    static <I, O> Pipeline<I, O> of(String name, Function<I, O> pass) {
        return new Pipeline<>(List.of(), (I input, Observer _) -> input).then(name, pass);
    }

    /** The same with one more pass at the end. */
    <N> Pipeline<I, N> then(String name, Function<? super O, ? extends N> pass) {
        return new Pipeline<>(Stream.concat(names.stream(), Stream.of(name)).toList(), (input, observer) -> {
            N result = pass.apply(passes.run(input, observer));
            observer.after(name, result);
            return result;
        });
    }

    /** The same with more passes at the end. */
    <N> Pipeline<I, N> then(Pipeline<O, N> more) {
        return new Pipeline<>(
                Stream.concat(names.stream(), more.names.stream()).toList(),
                (input, observer) -> more.run(run(input, observer), observer));
    }

    /** The names of the passes, in order. */
    public List<String> names() {
        return names;
    }

    /** What the last pass makes. */
    public O run(I input) {
        return run(input, (_, _) -> {});
    }

    /** What the last pass makes, with an observer of all. */
    public O run(I input, Observer observer) {
        return passes.run(input, observer);
    }
}
