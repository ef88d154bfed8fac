package dev.updraft.data.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a column is as a target. */
class TargetGuessTest {

    private static TargetGuess guess(boolean asClasses, String... cells) {
        var column = Tables.ofColumn("y", 60, row -> cells[row % cells.length])
                .columns()
                .get(1);
        return TargetGuess.of(column, asClasses);
    }

    @Test
    void classesAreInOrder() {
        assertThat(guess(false, "no", "yes", "maybe"))
                .isEqualTo(new TargetGuess.Classes(List.of("maybe", "no", "yes")));
        assertThat(guess(false, "10", "9")).isEqualTo(new TargetGuess.Classes(List.of("9", "10")));
        assertThat(guess(true, "10", "9", "8")).isEqualTo(new TargetGuess.Classes(List.of("8", "9", "10")));
    }

    @Test
    void numbersStayNumbers() {
        assertThat(guess(false, "10", "9", "8")).isEqualTo(new TargetGuess.Quantity(false));
    }

    @Test
    void aFewLargeNumbersAreBetterLearntByTheirLogarithm() {
        assertThat(guess(false, "1", "2", "1", "2", "3", "1", "2", "900")).isEqualTo(new TargetGuess.Quantity(true));
        assertThat(guess(false, "0", "2", "1", "2", "3", "1", "2", "900")).isEqualTo(new TargetGuess.Quantity(false));
    }

    @Test
    void whatCannotBePredictedSaysWhy() {
        assertThat(((TargetGuess.Impossible) guess(false, "x")).reason()).contains("'x'");
        assertThat(((TargetGuess.Impossible) guess(false, "NA")).reason()).contains("empty");
        var names = Tables.ofColumn("y", 60, row -> "n" + row).columns().get(1);
        assertThat(((TargetGuess.Impossible) TargetGuess.of(names, false)).reason())
                .contains("different");
        var two = Tables.ofColumn("y", 2, row -> row + ".5").columns().get(1);
        assertThat(TargetGuess.of(two, false))
                .isEqualTo(new TargetGuess.Impossible("only two of its cells hold a number, too few to learn from"));
        var many = Tables.ofColumn("y", 400, row -> "n" + row % 150).columns().get(1);
        assertThat(((TargetGuess.Impossible) TargetGuess.of(many, false)).reason())
                .contains("more than 100");
        assertThat(TargetGuess.of(many, true)).isInstanceOf(TargetGuess.Classes.class);
    }
}
