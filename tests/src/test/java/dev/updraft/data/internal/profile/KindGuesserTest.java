package dev.updraft.data.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.columns.ColumnKind;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a column is declared as, by what is in it. */
class KindGuesserTest {

    private static String guess(String header, String... cells) {
        return Tables.ofColumn(header, 60, row -> cells[row % cells.length])
                .guesses()
                .get(1)
                .text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "1.5 2.5 3 -4e2              | number",
                "1 2 3 4                     | number",
                "1.5 2.5 NA                  | number(optional: true)",
                "1.5 2.5 -                   | number(optional: true)",
                "0 1                         | bool",
                "1 0 NA                      | bool(optional: true)",
                "0.0 1.0                     | bool",
                "1 2                         | number",
                "0 2                         | number",
                "yes no                      | bool",
                "Yes NO no                   | bool",
                "T F                         | bool",
                "y n                         | bool",
                "TRUE false                  | bool",
                "no off                      | category",
                "yes no maybe                | category",
                "m f                         | category",
                "red green blue              | category",
                "red NA blue                 | category",
                "2024-05-01 2024-06-30       | date",
                "2024-05-01 NA 2024-06-30    | date(optional: true)",
                "5/31/2024 6/1/2024          | date(\"M/d/yyyy\")",
                "31/5/2024 6/1/2024          | date(\"d/M/yyyy\")",
                "31.05.2024 01.06.2024       | date(\"d.M.yyyy\")",
                "20240501 20240630           | date(\"yyyyMMdd\")",
                "20240501 20240699           | number",
                "2024-05-01T10:00 2024-05-02T11:30:05 | datetime",
                "10:30 23:59                 | time",
                "7:30 23:59                  | time(\"H:mm\")",
                "x                           | ignore",
                "5                           | ignore",
                "NA                          | ignore",
                "jan feb mar                 | category",
            })
    void aColumnOfTheseCellsIs(String cells, String kind) {
        assertThat(guess("x", cells.strip().split(" "))).isEqualTo(kind);
    }

    @Test
    void aDateWithABlankIsAPointInTime() {
        assertThat(guess("x", "2024-05-01 10:00:00", "2024-05-02 11:30:05")).isEqualTo("datetime");
    }

    @Test
    void aPatternThatTheFirstRowsFitMustFitTheLast() {
        var table = Tables.ofColumn(
                "x", 500, row -> row < 499 ? (row % 12 + 1) + "/" + (row % 11 + 1) + "/2024" : "31/1/2024");
        assertThat(table.guesses().get(1).text()).isEqualTo("date(\"d/M/yyyy\")");
    }

    @Test
    void rowsThatAreCountedAreNamed() {
        assertThat(Tables.ofColumn("x", 50, row -> "" + row).guesses().get(1).kind())
                .isEqualTo(new ColumnKind.Id());
        assertThat(Tables.ofColumn("x", 50, row -> "" + (row + 1))
                        .guesses()
                        .get(1)
                        .kind())
                .isEqualTo(new ColumnKind.Id());
        assertThat(Tables.ofColumn("x", 50, row -> "" + (row * 7 % 50))
                        .guesses()
                        .get(1)
                        .kind())
                .isEqualTo(new ColumnKind.Id());
        assertThat(Tables.ofColumn("x", 50, row -> "" + (row + 2))
                        .guesses()
                        .get(1)
                        .text())
                .isEqualTo("number");
        assertThat(Tables.ofColumn("x", 50, row -> "" + row / 2)
                        .guesses()
                        .get(1)
                        .text())
                .isEqualTo("number");
    }

    @ParameterizedTest
    @CsvSource({"id", "customer_id", "CustomerID", "passengerId", "Row Index", "uuid"})
    void numbersNamedAsIdsAreNames(String header) {
        assertThat(Tables.ofColumn(header, 50, row -> "" + (1000 + row * 37))
                        .guesses()
                        .get(1)
                        .text())
                .isEqualTo("id");
        assertThat(Tables.ofColumn(header, 60, row -> "" + (1000 + row % 4))
                        .guesses()
                        .get(1)
                        .text())
                .isEqualTo("category");
    }

    @Test
    void aNameThatEndsLikeAnIdIsNone() {
        assertThat(Tables.ofColumn("humid", 50, row -> "" + (1000 + row * 37))
                        .guesses()
                        .get(1)
                        .text())
                .isEqualTo("number");
    }

    @Test
    void textsDifferentInEveryRowAreNames() {
        assertThat(Tables.ofColumn("x", 50, row -> "name " + row)
                        .guesses()
                        .get(1)
                        .text())
                .isEqualTo("id");
        var uuids =
                Tables.ofColumn("x", 50, row -> String.format(Locale.ROOT, "%08x-0000-4000-8000-123456789abc", row));
        assertThat(uuids.guesses().get(1).text()).isEqualTo("id");
    }

    @Test
    void manyValuesThatRepeatAreACategoryAndOthersAreNotLearnt() {
        assertThat(Tables.ofColumn("x", 400, row -> "v" + row % 40)
                        .guesses()
                        .get(1)
                        .text())
                .isEqualTo("category(most: 40)");
        assertThat(Tables.ofColumn("x", 400, row -> "v" + row % 150)
                        .guesses()
                        .get(1)
                        .text())
                .isEqualTo("category(most: 100)");
        assertThat(Tables.ofColumn("x", 400, row -> "v" + row % 390)
                        .guesses()
                        .get(1)
                        .text())
                .isEqualTo("ignore");
    }

    @Test
    void sentencesAreTextEvenIfEachIsDifferent() {
        var sentences = Tables.ofColumn("x", 80, row -> "the order number " + row + " came late again");
        assertThat(sentences.guesses().get(1).text()).isEqualTo("text(most: 200)");
        assertThat(sentences.guesses().get(1).reason()).isEqualTo("7 words on average");
    }

    @Test
    void moreValuesThanCanBeCountedAreBounded() {
        var table = Tables.ofColumn("x", 25_000, row -> "v" + row);
        assertThat(table.columns().get(1).values().isComplete()).isFalse();
        assertThat(table.columns().get(1).values().distinct()).isEqualTo(10_000);
        assertThat(table.guesses().get(1).text()).isEqualTo("id");
    }

    @Test
    void longTextsAreToldApartByTheirEnds() {
        var start = IntStream.range(0, 500).mapToObj(_ -> "a").collect(Collectors.joining());
        var column = Tables.ofColumn("x", 60, row -> start + row % 3).columns().get(1);
        assertThat(column.values().distinct()).isEqualTo(3);
        assertThat(column.longest()).isEqualTo(501);
    }
}
