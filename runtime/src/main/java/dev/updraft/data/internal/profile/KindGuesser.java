package dev.updraft.data.internal.profile;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.internal.grouped.CellParser;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Guesses what a column is.
 *
 * <p>Categories are left open, even if there are few values: new data has new ones, which have a place of their own then
 * instead of being an error.
 */
final class KindGuesser {
    /** What a category tells apart if nothing is said. */
    static final int USUAL_VALUES = 32;

    /** Few values: a place for each. */
    private static final int FEW = 50;

    private static final int MANY = 100;

    private static final int WORDS = 200;
    private static final double ROWS_OF_A_VALUE = 3;
    private static final double ROWS_OF_ONE_OF_MANY = 2;

    /** Names of people and places have fewer. */
    private static final double WORDS_OF_TEXT = 5;

    private static final Pattern UUID =
            Pattern.compile("\\{?[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\\}?");

    /** Last words of the names of columns that tell rows apart. */
    private static final Set<String> NAMES_OF_IDS = Set.of("id", "uuid", "guid", "key", "index", "identifier");

    private static final Set<String> DIGITS = Set.of("0", "1", "0.0", "1.0");

    private final ColumnProfile column;
    private final boolean optional;

    private KindGuesser(ColumnProfile column) {
        this.column = column;
        optional = column.missing() > 0;
    }

    static KindGuess of(ColumnProfile column) {
        return new KindGuesser(column).guess();
    }

    private KindGuess guess() {
        if (column.present() == 0) {
            return new KindGuess(new ColumnKind.Ignored(), "empty in all rows");
        }
        if (column.isConstant()) {
            return new KindGuess(new ColumnKind.Ignored(), "the same in all rows");
        }
        if (isTruth()) {
            return new KindGuess(new ColumnKind.Bool(optional), "");
        }
        return column.numbers() != null ? ofNumbers(column.numbers()) : ofTexts();
    }

    /** Two values, one for each truth value. */
    private boolean isTruth() {
        var texts = column.values().texts();
        if (!column.values().isComplete() || texts.size() > 4) {
            return false;
        }
        var kind = new ColumnKind.Bool(optional);
        return (column.numbers() == null || DIGITS.containsAll(texts))
                && CellParser.reads(kind, texts)
                && texts.stream()
                                .mapToDouble(text -> CellParser.number(kind, text))
                                .distinct()
                                .count()
                        == 2;
    }

    private KindGuess ofNumbers(NumberStatistics numbers) {
        if (column.sequence() || isPermutation(numbers)) {
            return new KindGuess(new ColumnKind.Id(), "counts the rows");
        }
        var named = numbers.whole() && isNamedAsId(column.header());
        if (named && column.isUnique()) {
            return new KindGuess(new ColumnKind.Id(), "different in every row");
        }
        if (named && column.values().isComplete() && column.rowsPerValue() >= ROWS_OF_A_VALUE) {
            return new KindGuess(category(), "the name says that these numbers are names");
        }
        if (numbers.whole() && numbers.min() >= 1800_01_01 && numbers.max() <= 2200_12_31) {
            var date = DateGuesser.ofNumbers(column);
            if (date.isPresent()) {
                return new KindGuess(date.get(), "");
            }
        }
        return new KindGuess(new ColumnKind.Numeric(optional), "");
    }

    private boolean isPermutation(NumberStatistics numbers) {
        return numbers.whole()
                && column.values().isComplete()
                && column.isUnique()
                && (numbers.min() == 0 || numbers.min() == 1)
                && numbers.max() - numbers.min() == column.rows() - 1;
    }

    private static boolean isNamedAsId(String header) {
        var words = header.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ")
                .toLowerCase(Locale.ROOT)
                .split("[^\\p{L}]+");
        return words.length > 0 && NAMES_OF_IDS.contains(words[words.length - 1]);
    }

    private KindGuess ofTexts() {
        var values = column.values();
        var date = DateGuesser.of(values.texts(), optional);
        if (date.isPresent()) {
            return new KindGuess(date.get(), "");
        }
        if (column.isUnique()
                && values.texts().stream().allMatch(text -> UUID.matcher(text).matches())) {
            return new KindGuess(new ColumnKind.Id(), "different in every row");
        }
        if (column.words() >= WORDS_OF_TEXT && !isFew()) {
            return new KindGuess(
                    new ColumnKind.Text(WORDS), String.format(Locale.ROOT, "%.0f words on average", column.words()));
        }
        if (column.isUnique()) {
            return new KindGuess(new ColumnKind.Id(), "different in every row");
        }
        if (isFew() || column.rowsPerValue() >= ROWS_OF_ONE_OF_MANY) {
            return new KindGuess(category(), "");
        }
        return new KindGuess(
                new ColumnKind.Ignored(),
                String.format(
                        Locale.ROOT,
                        "%s%,d values in %,d rows: nothing to learn from",
                        values.isComplete() ? "" : "more than ",
                        values.distinct(),
                        column.present()));
    }

    private boolean isFew() {
        return column.values().isComplete()
                && column.values().distinct() <= FEW
                && column.rowsPerValue() >= ROWS_OF_A_VALUE;
    }

    private ColumnKind category() {
        var distinct = column.values().distinct();
        return new ColumnKind.Category(
                List.of(), distinct <= USUAL_VALUES ? USUAL_VALUES : Math.min(distinct, MANY), false);
    }
}
