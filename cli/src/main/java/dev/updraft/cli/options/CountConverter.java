package dev.updraft.cli.options;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an integer of at least 1. */
public final class CountConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        try {
            var count = Integer.parseInt(text);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        var tooLarge = text.matches("[0-9]{10,100}");
        throw new TypeConversionException("expected an integer "
                + (tooLarge ? "from 1 to " + Integer.MAX_VALUE : "of at least 1") + ", found `" + text + "`");
    }
}
