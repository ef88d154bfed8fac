package dev.updraft.data.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.data.internal.profile.Warning.Cause;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is odd about columns, and what gives a target away. */
class WarningsTest {

    /** A row for each of 100 numbers. */
    private static String table(String header, IntFunction<String> row) {
        return header + "\n" + IntStream.range(0, 100).mapToObj(row).collect(Collectors.joining("\n"));
    }

    private static List<Warning> warnings(String csv, String target) {
        return Warnings.of(Tables.profile(csv, target), false);
    }

    private static List<String> leaks(String csv) {
        return warnings(csv, "y").stream()
                .filter(warning -> warning.cause() == Cause.LEAK)
                .map(Warning::column)
                .toList();
    }

    @Test
    void eachHasItsCauseAndARemedy() {
        var found = warnings(
                table(
                        "constant,id,gaps,a,b,almost,y",
                        row -> "5,n" + row + "," + (row % 3 == 0 ? row : "") + "," + row % 17 + "," + row % 17 + ".0,"
                                + (row == 50 ? "abc" : row * row) + "," + (row == 7 ? "rare" : row % 2)),
                "y");
        assertThat(found)
                .extracting(Warning::column, Warning::cause)
                .contains(
                        tuple("constant", Cause.CONSTANT),
                        tuple("id", Cause.UNIQUE),
                        tuple("gaps", Cause.MISSING),
                        tuple("b", Cause.EQUAL),
                        tuple("almost", Cause.NOT_NUMBERS),
                        tuple("y", Cause.RARE_CLASS));
        assertThat(found).allSatisfy(warning -> assertThat(warning.message()).matches(".*[;,:].*"));
        assertThat(found).extracting(Warning::column).doesNotContain("a");
    }

    @Test
    void aColumnThatGoesWithTheClassGivesItAway() {
        assertThat(leaks(table(
                        "code,other,y", row -> "c" + row % 4 + "," + row % 5 + "," + (row % 4 < 2 ? "no" : "yes"))))
                .containsExactly("code");
    }

    @Test
    void gapsThatGoWithTheClassGiveItAway() {
        assertThat(leaks(table(
                        "reason,y",
                        row -> (row % 3 == 0 ? "r" + row % 2 : "") + "," + (row % 3 == 0 ? "left" : "stayed"))))
                .containsExactly("reason");
    }

    @Test
    void aColumnDifferentInEveryRowProvesNothing() {
        assertThat(leaks(table("x,y", row -> "n" + row * 31 % 100 + ".5," + row % 2)))
                .isEmpty();
    }

    @Test
    void rangesThatDoNotOverlapGiveClassesAway() {
        assertThat(leaks(table("x,y", row -> row * 1.5 + "," + (row < 40 ? "low" : "high"))))
                .containsExactly("x");
        assertThat(leaks(table("x,y", row -> (row == 10 ? 99.25 : row * 1.5) + "," + (row < 40 ? "low" : "high"))))
                .isEmpty();
    }

    @Test
    void aNumberInAnotherUnitGivesTheNumberAway() {
        assertThat(leaks(table("x,z,y", row -> row * row * 0.5 + "," + Math.sqrt(row) + "," + (row * row + 3))))
                .containsExactly("x");
    }

    @Test
    void fewRowsProveNothing() {
        var csv = "x,y\n"
                + IntStream.range(0, 20)
                        .mapToObj(row -> row % 2 + ".5," + row % 2)
                        .collect(Collectors.joining("\n"));
        assertThat(leaks(csv)).isEmpty();
    }

    @Test
    void aNameOfSeveralColumnsIsReportedOnce() {
        assertThat(warnings(table("a,a,a,y", row -> row % 7 + "," + row % 5 + "," + row % 3 + "," + row % 4), "y"))
                .extracting(Warning::cause)
                .containsOnlyOnce(Cause.DUPLICATE_NAME);
    }

    @Test
    void statisticsAreThoseOfTheNumbers() {
        var numbers = new NumberStatistics.Accumulator();
        for (var value : new double[] {2, 4, 4, 4, 5, 5, 7, 9}) {
            numbers.add(value);
        }
        var statistics = numbers.statistics();
        assertThat(statistics.mean()).isEqualTo(5);
        assertThat(statistics.deviation()).isCloseTo(2, within(1e-12));
        assertThat(statistics.skewness()).isCloseTo(0.65625, within(1e-12));
        assertThat(statistics.whole()).isTrue();
    }

    @Test
    void wordsForAMissingValueAreValuesAmongTexts() {
        var profile = Tables.profile(
                table(
                        "number,truth,day,damage",
                        row -> (row % 4 == 0 ? "NA" : row % 7) + ","
                                + (row % 5 == 0 ? "None" : row % 2 == 0 ? "yes" : "no")
                                + "," + (row % 3 == 0 ? "null" : "2024-01-" + (10 + row % 20)) + ","
                                + (row % 10 == 0 ? "" : row % 2 == 0 ? "None" : "Minor")),
                "");

        assertThat(profile.guesses())
                .extracting(KindGuess::text)
                .containsExactly("number(optional: true)", "bool(optional: true)", "date(optional: true)", "category");
        assertThat(profile.columns()).extracting(ColumnProfile::missing).containsExactly(25L, 20L, 34L, 10L);
        assertThat(Warnings.of(profile, false))
                .extracting(warning -> "'" + warning.column() + "' " + warning.message())
                .containsExactly("'damage' has 'None' in 40 rows, which is a value like others; empty these cells if it"
                        + " means that the value is missing");
    }
}
