package dev.updraft.cli.options;

import dev.updraft.compiler.catalog.ParameterType;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time as a {@code fit} block has it: {@code 90s}, {@code 30m}, {@code 1h30m}. */
final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        var type = new ParameterType.Time();
        return type.parse(text)
                .orElseThrow(
                        () -> new TypeConversionException("expected " + type.description() + ", found `" + text + "`"));
    }
}
