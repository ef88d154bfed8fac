package dev.updraft.cli.options;

import dev.updraft.compiler.layers.StepPrecision;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what a training step multiplies in: {@code float32} or {@code bf16}. */
public final class PrecisionConverter implements ITypeConverter<StepPrecision> {
    @Override
    public StepPrecision convert(String text) {
        return Stream.of(StepPrecision.values())
                .filter(precision -> precision.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected " + String.join(" or ", new Names()) + ", found `" + text + "`"));
    }

    /** For completion in a shell. */
    public static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(StepPrecision.values()).map(StepPrecision::text).iterator();
        }
    }
}
