package dev.updraft.compiler.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One row of a {@link Table}: what a name means.
 *
 * @param name as written in a file
 * @param canonicalName the same, or for another name of something, as {@code mse} is, the one that the reference has
 *     it under
 * @param doc what the reference says of it
 * @param values how many values of the network it takes: one for most layers, two for a loss, none for an optimizer
 * @param build makes the record out of the arguments
 * @param parameters what can be set, in the order of positional arguments
 * @param example the record that examples of the required arguments and the defaults of all others give
 */
public record Declaration<T>(
        String name,
        String canonicalName,
        Documentation doc,
        Values values,
        Function<Arguments, T> build,
        List<Parameter<?>> parameters,
        T example) {

    /** How many values of the network something takes. */
    public record Values(int least, int most) {
        public static final Values NONE = new Values(0, 0);
        public static final Values ONE = new Values(1, 1);
        public static final Values TWO = new Values(2, 2);
        public static final Values SEVERAL = new Values(2, 1000);
    }

    /**
     * A declaration whose parameters are those that {@code build} asks for, in the order in which it does: so that a
     * parameter and its use cannot come apart.
     */
    static <T> Declaration<T> of(String name, Documentation doc, Values values, Function<Arguments, T> build) {
        var parameters = new ArrayList<Parameter<?>>();
        var example = build.apply(new Arguments() {
            @Override
            public <V> V get(Parameter<V> parameter) {
                parameters.add(parameter);
                return parameter.value();
            }
        });
        return new Declaration<>(name, name, doc, values, build, List.copyOf(parameters), example);
    }

    /** A declaration of something that takes no values. */
    static <T> Declaration<T> of(String name, Documentation doc, Function<Arguments, T> build) {
        return of(name, doc, Values.NONE, build);
    }

    /** A declaration of what a file itself has given a name, which is not in the reference. */
    public static <T> Declaration<T> given(String name, Values values, T value) {
        return new Declaration<>(name, name, Documentation.NONE, values, _ -> value, List.of(), value);
    }

    /** How it is written, with types and defaults: {@code dropout(rate: float)}. */
    public String signature() {
        return parameters.stream().map(Parameter::signature).collect(Collectors.joining(", ", name + "(", ")"));
    }

    /** The same under another name, as Keras has {@code mse} and {@code mean_squared_error}. */
    Declaration<T> named(String otherName) {
        return new Declaration<>(otherName, canonicalName, doc, values, build, parameters, example);
    }
}
