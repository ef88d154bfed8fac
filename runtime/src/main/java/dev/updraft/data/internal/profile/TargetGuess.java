package dev.updraft.data.internal.profile;

import dev.updraft.data.internal.TextOrder;
import java.util.List;

/** What a column may be declared as that is to be predicted. */
public sealed interface TargetGuess {
    /** Classes that the model may name; more are learnt from the data. */
    int MOST_NAMED = 10;

    int MOST_CLASSES = 100;

    /** More are no classes, even if it is said that they are. */
    int MOST_ASKED = 1000;

    /** Beyond that a few large numbers would be all that counts. */
    double SKEWED = 2;

    /**
     * One of several classes.
     *
     * @param names all of them, in order
     */
    record Classes(List<String> names) implements TargetGuess {
        public Classes {
            names = List.copyOf(names);
        }
    }

    /**
     * A number.
     *
     * @param logarithm whether its logarithm is more even
     */
    record Quantity(boolean logarithm) implements TargetGuess {}

    /**
     * Nothing that can be learnt.
     *
     * @param reason why it cannot be predicted, and what can be done
     */
    record Impossible(String reason) implements TargetGuess {}

    /**
     * What a column can be as a target.
     *
     * @param asClasses whether numbers are known to stand for classes
     */
    static TargetGuess of(ColumnProfile column, boolean asClasses) {
        var values = column.values();
        var numbers = column.numbers();
        if (column.present() == 0) {
            return new Impossible("all of its cells are empty");
        }
        if (values.isComplete() && values.distinct() == 1) {
            return new Impossible(
                    "all of its cells are '" + values.texts().iterator().next() + "'");
        }
        if (numbers != null && !asClasses && !(values.isComplete() && values.distinct() == 2)) {
            return new Quantity(numbers.min() > 0 && numbers.skewness() > SKEWED);
        }
        var most = asClasses ? MOST_ASKED : MOST_CLASSES;
        if (!values.isComplete() || values.distinct() > most) {
            return new Impossible("it has more than " + most + " different values, too many for classes"
                    + (asClasses ? "" : numbers == null ? numbersHint(column) : ""));
        }
        if (!values.isRepeated()) {
            if (numbers != null) {
                return new Impossible("only two of its cells hold a number, too few to learn from");
            }
            return new Impossible("all of its values are different, so that there is no class to learn from examples");
        }
        return new Classes(
                values.texts().stream().sorted(TextOrder.of(values.texts())).toList());
    }

    private static String numbersHint(ColumnProfile column) {
        return column.notNumbers() < column.present() / 10
                ? "; most are numbers, but not '" + column.notNumber() + "': correct or empty such cells"
                : "; group them first, or choose a column of numbers";
    }
}
