package dev.updraft.compiler.catalog;

import java.util.Optional;

/**
 * Something that can be set.
 *
 * @param name as written in a file, before the colon
 * @param type what is allowed
 * @param doc what it means, in a few words
 * @param required whether it has no default
 * @param value the default, or for a required parameter an example
 * @param written the default as a file would say it, or for a required parameter the example
 * @param use a line of a file that sets it, where it is not the argument of something; else empty
 */
public record Parameter<T>(
        String name, ParameterType<T> type, String doc, boolean required, T value, String written, String use) {

    /** A parameter that must be given. */
    static <T> Parameter<T> required(String name, ParameterType<T> type, T example, String doc) {
        return new Parameter<>(name, type, doc, true, example, example.toString(), "");
    }

    /** A parameter that must be given, whose example is written in words. */
    static <T> Parameter<T> required(String name, ParameterType<T> type, T example, String written, String doc) {
        return new Parameter<>(name, type, doc, true, example, written, "");
    }

    /** A parameter with a default that is written as it prints: a number, {@code true} or {@code false}. */
    static <T> Parameter<T> optional(String name, ParameterType<T> type, T value, String doc) {
        return new Parameter<>(name, type, doc, false, value, value.toString(), "");
    }

    /** A parameter whose default is written in words. */
    static <T> Parameter<T> optional(String name, ParameterType<T> type, T value, String written, String doc) {
        return new Parameter<>(name, type, doc, false, value, written, "");
    }

    /** A parameter that may be left open; {@code written} says what that means. */
    static <T> Parameter<Optional<T>> open(String name, ParameterType<T> type, String written, String doc) {
        return new Parameter<>(name, new ParameterType.OptionalOf<>(type), doc, false, Optional.empty(), written, "");
    }

    /** The same with a line that sets it. */
    Parameter<T> using(String line) {
        return new Parameter<>(name, type, doc, required, value, written, line);
    }

    /** As a reference page and an editor show it: {@code units: int} or {@code use_bias: bool = true}. */
    public String signature() {
        return name + ": " + type.word() + (required ? "" : " = " + written);
    }
}
