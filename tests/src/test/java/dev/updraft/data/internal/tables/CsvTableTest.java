package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {

    private static void assertRefused(String text, String... parts) {
        assertThatThrownBy(() -> Tables.read(Tables.open("t.csv", text), Kind.NUMBER))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void columnsAreReadInTheOrderOfTheRequests() {
        var file = Tables.open("t.csv", "id,age,city\n1,20,Oslo\n2,,Rome\n3,40.5,Oslo\n");
        var table = file.read(List.of(
                new ColumnRequest("city", Kind.TEXT),
                new ColumnRequest("age", Kind.NUMBER),
                new ColumnRequest("age", Kind.TEXT)));

        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.name()).isEqualTo("t.csv");
        assertThat(table.notices()).isEmpty();
        var city = (Column.Texts) table.columns().get(0);
        assertThat(city.codes()).containsExactly(0, 1, 0);
        assertThat(city.values()).containsExactly("Oslo", "Rome");
        assertThat(((Column.Numbers) table.columns().get(1)).values()).containsExactly(20, Double.NaN, 40.5);
        assertThat(((Column.Texts) table.columns().get(2)).codes()).containsExactly(0, -1, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "N/A", "n/a", "#N/A", "NaN", "nan", "<NA>", "?", "\"\"", "\" N/A \""})
    void missingCellsHaveNoValue(String cell) {
        var file = Tables.open("t.csv", "a,b\n" + cell + ",1\n5,2\n");

        assertThat(Tables.numbers(file, "a")).containsExactly(Double.NaN, 5);
        assertThat(Tables.texts(file, "a")).containsExactly("∅", "5");
    }

    /** Namibia, a class without damage, a name, a grade. */
    @ParameterizedTest
    @ValueSource(strings = {"NA", "null", "NULL", "Null", "None", "-"})
    void aWordIsMissingAmongNumbersTruthValuesAndDatesOnly(String cell) {
        var file = Tables.open("t.csv", "a,b\n" + cell + ",1\n5,2\n");

        assertThat(Tables.numbers(file, "a")).containsExactly(Double.NaN, 5);
        assertThat(Tables.texts(file, "a")).containsExactly(cell, "5");
        assertThat(((Column.Texts) Tables.read(file, Kind.WORD).columns().getFirst()).codes())
                .containsExactly(-1, 0);
    }

    @Test
    void textIsStrippedButNotWithin() {
        var file = Tables.open("t.csv", "a,b\n  x  y ,1\n\" u\nv \",2\n\u00A0w,3\n\"say \"\"hi\"\"\",4\n");

        assertThat(Tables.texts(file, "a")).containsExactly("x  y", "u\nv", "w", "say \"hi\"");
    }

    @Test
    void rowsHaveTheirLinesAsPlaces() {
        var file = Tables.open("t.csv", "a,b\n1,x\n\n2,\"y\nz\"\n3,u\n\n\n4,v\n");
        var table = Tables.read(file, Kind.TEXT);

        var places = new ArrayList<String>();
        for (var row = 0; row < table.rows(); row++) {
            places.add(table.place(row));
        }
        assertThat(places).containsExactly("t.csv:2", "t.csv:4", "t.csv:6", "t.csv:9");
    }

    @Test
    void rowsWithoutAnyValueAreLeftOut() {
        var table = Tables.read(Tables.open("t.csv", "a,b\n1,2\n,\n3,4\n , \n,\n"), Kind.NUMBER);

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.place(1)).isEqualTo("t.csv:4");
        assertThat(table.notices()).containsExactly("t.csv: 3 rows without any value left out (the first in line 3)");
    }

    @Test
    void rowsMayBeScanned() {
        var rows = new ArrayList<String>();
        Tables.open("t.csv", "a;b\n1,5;x\n;NA\nabc;-\n")
                .scan(row -> rows.add(row.line() + " " + row.text(0) + "|" + row.number(0) + "|"
                        + row.isMissing(0, Kind.NUMBER) + "|" + row.text(1) + "|" + row.isMissing(1, Kind.TEXT)));

        assertThat(rows).containsExactly("2 1,5|1.5|false|x|false", "3 |NaN|true|NA|false", "4 abc|NaN|false|-|false");
    }

    @Test
    void aTableOfManyRowsIsReadWhole() {
        var text = new StringBuilder("n,t\n");
        for (var i = 0; i < 100_000; i++) {
            text.append(i).append(",v").append(i % 1000).append('\n');
        }
        var table = Tables.open("t.csv", text.toString())
                .read(List.of(new ColumnRequest("n", Kind.NUMBER), new ColumnRequest("t", Kind.TEXT)));

        assertThat(table.rows()).isEqualTo(100_000);
        var numbers = ((Column.Numbers) table.columns().get(0)).values();
        var texts = (Column.Texts) table.columns().get(1);
        assertThat(texts.values()).hasSize(1000);
        for (var i = 0; i < 100_000; i++) {
            assertThat(numbers[i]).isEqualTo(i);
            assertThat(texts.codes()[i]).isEqualTo(i % 1000);
        }
    }

    @Test
    void equalNamesAreToldApartByNumbers() {
        var file = Tables.open("t.csv", "a,b,a,a_2,a\n1,2,3,4,5\n");

        assertThat(file.header()).containsExactly("a", "b", "a_3", "a_2", "a_4");
        assertThat(file.given()).containsExactly("a", "b", "a", "a_2", "a");
        assertThat(Tables.numbers(file, "a_3")).containsExactly(3);
        assertThat(Tables.numbers(file, "a_2")).containsExactly(4);
        assertThat(Tables.numbers(file, "a_4")).containsExactly(5);
        assertThatThrownBy(() -> Tables.numbers(file, "c"))
                .isInstanceOf(DataException.class)
                .hasMessage("t.csv: has no column 'c'; its columns are a, b, a_3, a_2, a_4");
    }

    @Test
    void whoAsksForTheFirstOfEqualNamesIsTold() {
        var file = Tables.open("t.csv", "a,b,a\n1,2,3\n");
        var first = new ColumnRequest("a", Kind.NUMBER);

        assertThat(file.read(List.of(first)).notices())
                .containsExactly("t.csv: 2 columns are named 'a'; the first is taken, the next is 'a_2'");
        assertThat(file.read(List.of(first, new ColumnRequest("a_2", Kind.NUMBER)))
                        .notices())
                .isEmpty();
        assertThat(file.read(List.of(new ColumnRequest("b", Kind.NUMBER))).notices())
                .isEmpty();
    }

    @Test
    void oneBadCellIsShownWithItsPlace() {
        assertThatThrownBy(() -> Tables.read(Tables.open("t.csv", "a,b\n1,2\n3,x7\n5,6\n8,9\n"), Kind.NUMBER))
                .hasMessage("t.csv:3: column b: 'x7' is not a number; correct the cells or remove the rows");
    }

    @Test
    void badCellsAreCountedAndTheFirstShown() {
        var text = new StringBuilder("a,b\n1,2\n");
        for (var i = 0; i < 25; i++) {
            text.append("1,unknown\n").append("2,3\n").append("2,4\n");
        }
        assertThatThrownBy(() -> Tables.read(Tables.open("t.csv", text.toString()), Kind.NUMBER))
                .hasMessageStartingWith("""
                        t.csv: 25 cells cannot be read:
                          t.csv:3: column b: 'unknown' is not a number
                          t.csv:6: column b: 'unknown' is not a number
                        """)
                .hasMessageEndingWith("""
                          … and 15 more
                          column b has 'unknown' 25 times: if it stands for a missing value, empty these cells or say \
                        data: csv("…", missing: ["unknown"]) in the fit block, and declare the column as number(optional: true)\
                        """);
    }

    @Test
    void theWayOutIsTold() {
        assertRefused(
                "a,b\n1,x\n2,y\n3,z\n", "3 cells", "most cells of column b are not numbers: declare it as category");
        assertRefused("a;b\n1.5;2\n2.5;3,7\n3;4\n3;4\n", "'3,7' is not a number; write decimal commas as points");
        assertRefused("a;b\n1,5;2\n2,7;3.75\n3;4\n3;4\n", "'3.75' is not", "write decimal points as commas");
        assertRefused("a,b\n1,2\n0x1F,3\n", "'0x1F' is not a number", "hexadecimal");
        assertRefused(
                "a,b\n1,2\n1e999,3\n3,4\n3,4\n", "t.csv:3: column a: '1e999' is too large for a number (±1.8e308)");
        assertRefused("a,b\n1,2\n3,4\ninf,3\n", "'inf' is not a number");
        assertRefused("a,b\n1,2\n3,4\ntrue,3\n", "'true' is not a number");
        assertRefused("a;b\n1,234;2.5\n2;3.5\n\"1,2,3\";1\n", "column a: '1,2,3' is not a number");
    }

    /** What begins otherwise is found out wrongly, and {@code csv(…)} can say better. */
    @Test
    void theOptionThatHelpsIsNamed() {
        var start = "a;b\n" + "1.5;2\n".repeat(2100);
        assertRefused(
                start + "2,5;2\n".repeat(6000),
                "6000 cells cannot be read",
                "  commas begin the fractions: say data: csv(\"…\", decimal: \",\") in the fit block");
        assertRefused(
                start + "2,500;2\n".repeat(6000),
                "  say data: csv(\"…\", thousands: \",\") in the fit block if commas part thousands, or decimal: \",\" if"
                        + " they begin fractions");
        assertRefused(
                start.replace('.', ',') + "2.5;2\n".repeat(6000),
                "  points begin the fractions: say data: csv(\"…\", decimal: \".\") in the fit block");
    }

    @Test
    void otherFormatsHaveNoSuchOptions() {
        var json = Tables.open(
                "t.json", "[{\"a\": 1}, {\"a\": \"-\u2014\"}, {\"a\": \"-\u2014\"}, {\"a\": 1}, {\"a\": 1}]");
        assertThatThrownBy(() -> Tables.read(json, Kind.NUMBER))
                .hasMessageEndingWith("if it stands for a missing value, empty these cells, and declare the column as"
                        + " number(optional: true)");
    }

    @Test
    void rowsOfTheWrongWidthAreCounted() {
        assertRefused(
                "a,b\n1,2\n3\n4,5\n6,7,8\n9,0\n",
                "t.csv: 2 rows of 5 cannot be read:",
                "  t.csv:3: has 1 cell, but the header has 2\n",
                "  t.csv:5: has 3 cells, but the header has 2\n",
                "complete the rows or remove them");
        assertRefused(
                "a,b\n1,2\n3;4\n5,6\n",
                "t.csv:3: has 1 cell, but the header has 2; the separator seems to be ';',"
                        + " not ',': write the same one in all rows");
    }

    @Test
    void cellsOfRowsThatAreWrongThemselvesAreNotCounted() {
        assertThatThrownBy(() -> Tables.read(Tables.open("t.csv", "a,b\n1,2\nx,y,z\n4,5\n"), Kind.NUMBER))
                .hasMessage("t.csv:3: has 3 cells, but the header has 2; complete the rows or remove them");
    }

    @Test
    void quotesThatAreNotClosedAreFound() {
        assertRefused(
                "a,b\n1,2\n3,\"x\n5,6\n7,8\n",
                "t.csv:3: a quote \" opens a cell here that is not closed until the" + " file ends");
        assertRefused(
                "a,b\n1,2\n\"3,x\n5,6\n\"7,8\n",
                "a quote opens in line 3 and closes 2 lines later: if it belongs to" + " the text, double it");
    }

    @Test
    void quotesThatShouldBeDoubledAreRead() {
        assertThat(Tables.texts(Tables.open("t.csv", "a,b\n\"x\"y,1\nsay \"hi\",2\n"), "a"))
                .containsExactly("xy", "say \"hi\"");
    }

    @Test
    void bytesOfAnotherEncodingAreTold() {
        var text = "a,b\n" + "1,x\n".repeat(50_000) + "2,é\n";

        assertThatThrownBy(
                        () -> Tables.read(Tables.open("t.csv", text.getBytes(StandardCharsets.ISO_8859_1)), Kind.TEXT))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("t.csv: has bytes after line ", "not UTF-8", "save it as UTF-8");
    }

    @Test
    void filesWithoutATableAreRefused() {
        assertRefused("", "t.csv: is empty");
        assertRefused("\n\n  \n", "t.csv: is empty");
        assertRefused("\0\1\2\3\4", "t.csv: is not a text file");
    }

    @Test
    void optionsThatContradictOneAnotherAreRefused() {
        assertThatThrownBy(() -> Tables.open(
                        "t.csv", "a\n", CsvOptions.NONE.withSeparator('"').withQuote('"')))
                .hasMessage("t.csv: separator and quote are both \"\"\"; set different characters");
        assertThatThrownBy(() -> Tables.open(
                        "t.csv", "a\n", CsvOptions.NONE.withDecimal('.').withThousands('.')))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> Tables.open("t.csv", "a\n", CsvOptions.NONE.withSeparator('\n')))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> Tables.open("t.csv", "a\n", CsvOptions.NONE.withDecimal('5')))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> Tables.open("t.csv", "a\n", CsvOptions.NONE.withSkipLines(-1)))
                .isInstanceOf(DataException.class);
        // The quote that is assumed is a separator by wish.
        assertThat(Tables.cells(Tables.open("t.csv", "a\"b\n1\"2\n", CsvOptions.NONE.withSeparator('"'))))
                .containsExactly(List.of("1", "2"));
    }
}
