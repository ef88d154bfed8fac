package dev.updraft.cli.draft;

import dev.updraft.data.internal.profile.ColumnProfile;
import dev.updraft.data.internal.profile.TargetGuess;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How what is to be predicted is declared, and how it is learnt.
 *
 * @param name in the model
 * @param type as declared
 * @param header in quotes; empty if it is the name
 * @param comment why it is declared so; empty if that is plain
 * @param outputs numbers that the network ends with
 * @param output name of these
 */
record TargetDraft(
        String name,
        String type,
        String header,
        String comment,
        int outputs,
        String output,
        String loss,
        String metrics) {
    private static final int LONGEST_NAMES = 200;

    /** @param guess one that is possible */
    static TargetDraft of(ColumnProfile column, TargetGuess guess) {
        var name = Identifiers.snake(column.header(), "column_" + (column.place() + 1));
        if (Identifiers.isTaken(name) || ModelDraft.VALUES.contains(name)) {
            name += "_target";
        }
        var header = name.equals(column.header()) ? "" : Identifiers.quoted(column.header());
        return switch (guess) {
            case TargetGuess.Classes(var names)
            when names.size() == 2 ->
                new TargetDraft(name, type(names), header, "", 1, "logit", "binary_crossentropy", "accuracy, roc_auc");
            case TargetGuess.Classes(var names) ->
                new TargetDraft(
                        name,
                        type(names),
                        header,
                        "",
                        names.size(),
                        "logits",
                        "sparse_categorical_crossentropy",
                        "accuracy, f1");
            case TargetGuess.Quantity(var logarithm) ->
                new TargetDraft(
                        name,
                        "number",
                        header,
                        logarithm ? "a few are much larger: number(transform: log) learns ratios" : "",
                        1,
                        "prediction",
                        "mean_squared_error",
                        "mae, r2");
            case TargetGuess.Impossible(var reason) -> throw new IllegalArgumentException(reason);
        };
    }

    /** Whether it is a number. */
    boolean isQuantity() {
        return type.startsWith("number");
    }

    /** Whether it leaves open what the classes are. */
    boolean isOpen() {
        return type.equals("class");
    }

    /** Few classes are named; many are learnt from the data, as are those that a string cannot hold. */
    private static String type(List<String> names) {
        var all = names.stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
        return names.size() <= TargetGuess.MOST_NAMED
                        && all.length() <= LONGEST_NAMES
                        && names.stream().allMatch(Identifiers::isQuotable)
                ? "class[" + all + "]"
                : "class";
    }
}
