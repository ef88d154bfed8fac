package dev.updraft.cli.options;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.program.Purpose;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what a graph is for: {@code training}, {@code evaluation} or {@code prediction}. */
public final class PurposeConverter implements ITypeConverter<Purpose> {
    @Override
    public Purpose convert(String text) {
        return Arrays.stream(Purpose.values())
                .filter(purpose -> purpose.noun().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of " + names().collect(joining(", ")) + ", found `" + text + "`"));
    }

    private static Stream<String> names() {
        return Arrays.stream(Purpose.values()).map(Purpose::noun);
    }

    /** For completion in a shell. */
    public static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }
}
