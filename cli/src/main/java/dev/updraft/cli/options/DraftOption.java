package dev.updraft.cli.options;

import dev.updraft.cli.draft.DraftKind;
import dev.updraft.cli.draft.TargetlessKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What learns in a new model. */
public final class DraftOption {
    private static final String ALL = "all";

    @Option(
            names = "--with",
            paramLabel = "KIND",
            converter = KindConverter.class,
            completionCandidates = KindConverter.Names.class,
            description =
                    "What learns: network, linear, trees or forest; or all, which tries each of them on the same folds and"
                            + " writes the best. Without a target clusters or anomalies. By default network.")
    private Choice with = new Choice(DraftKind.NETWORK, null);

    /**
     * What is chosen.
     *
     * @param kind null for all, or without a target
     * @param targetless what learns without a target; null with one
     */
    public record Choice(@Nullable DraftKind kind, @Nullable TargetlessKind targetless) {}

    /** The kind; null if all are to be tried. */
    public @Nullable DraftKind kind() {
        return with.kind();
    }

    /** What learns without a target; null if there is to be one. */
    public @Nullable TargetlessKind targetless() {
        return with.targetless();
    }

    /** Parses the name of a kind. */
    public static final class KindConverter implements ITypeConverter<Choice> {
        @Override
        public Choice convert(String text) {
            if (text.equals(ALL)) {
                return new Choice(null, null);
            }
            for (var kind : DraftKind.values()) {
                if (word(kind).equals(text)) {
                    return new Choice(kind, null);
                }
            }
            for (var kind : TargetlessKind.values()) {
                if (word(kind).equals(text)) {
                    return new Choice(null, kind);
                }
            }
            throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", new Names()));
        }

        private static String word(Enum<?> kind) {
            return kind.name().toLowerCase(Locale.ROOT);
        }

        /** What shells complete. */
        public static final class Names extends ArrayList<String> {
            private static final long serialVersionUID = 1;

            Names() {
                super(Stream.of(
                                Arrays.stream(DraftKind.values()).map(KindConverter::word),
                                Stream.of(ALL),
                                Arrays.stream(TargetlessKind.values()).map(KindConverter::word))
                        .flatMap(names -> names)
                        .toList());
            }
        }
    }
}
