package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.data.DataException;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowsTest {

    @Test
    void anArrayOfObjectsIsATable() {
        var file = Tables.open("t.json", """
                [{"age": 42, "city": "Oslo"},
                 {"city": "Rome", "rich": true, "age": null},
                 {"age": -1.5e2}, {}]
                """);

        assertThat(file.description()).isEqualTo("t.json: JSON");
        assertThat(file.header()).containsExactly("age", "city", "rich");
        assertThat(Tables.numbers(file, "age")).containsExactly(42, Double.NaN, -150, Double.NaN);
        assertThat(Tables.texts(file, "city")).containsExactly("Oslo", "Rome", "∅", "∅");
        assertThat(Tables.texts(file, "rich")).containsExactly("∅", "true", "∅", "∅");
        assertThat(Tables.read(file, Kind.TEXT).place(2)).isEqualTo("t.json:3, row 3");
    }

    @Test
    void linesOfObjectsAreATable() {
        var file = Tables.open("t.jsonl", "{\"a\": 1, \"b\": \"x\\ny\"}\n\n{\"b\": \"NA\", \"a\": NaN}\n");

        assertThat(Tables.cells(file)).containsExactly(List.of("1", "x\ny"), List.of("∅", "NA"));
        assertThat(Tables.read(file, Kind.TEXT).place(1)).isEqualTo("t.jsonl:3");
    }

    @Test
    void booleansAreNoNumbers() {
        assertThatThrownBy(() -> Tables.numbers(Tables.open("t.json", "[{\"a\": true}]"), "a"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("t.json:1: column a: 'true' is not a number");
    }

    @Test
    void rowsOfOneLineAreToldApartByTheirNumbers() {
        var file = Tables.open("t.json", "[{\"a\": 1}, {\"a\": \"x\"}, {\"a\": 3}]\n");

        assertThatThrownBy(() -> Tables.numbers(file, "a"))
                .isInstanceOf(DataException.class)
                .hasMessage("t.json:1, row 2: column a: 'x' is not a number; correct the cells or remove the rows");
        var table = Tables.read(file, Kind.TEXT);
        assertThat(table.place(0)).isEqualTo("t.json:1, row 1");
        assertThat(table.place(2)).isEqualTo("t.json:1, row 3");
    }

    @Test
    void columnsInsteadOfRowsAreRefused() {
        assertThatThrownBy(() -> Tables.open("t.json", "{\"a\": [1, 2], \"b\": [3, 4]}"))
                .hasMessage(
                        "t.json:1: 'a' is an array, where a number or text is expected; write an object for each row,"
                                + " and flatten values that have several parts into several keys");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"a\": {\"b\": 1}}|t.json:1: 'a' is an object, where a number or text is expected",
                "{\"a\": [1]}|t.json:1: 'a' is an array, where a number or text is expected",
                "[[1, 2]]|t.json:1: is an array, where an object with the row's values is expected",
                "[1]|t.json:1: is 1, where an object",
                "{\"a\": 1, \"a\": 2}|t.json:1: is not valid JSON: Duplicate field 'a'",
                "{\"a\": 1|t.json:1: is not valid JSON",
                "hello|t.json:1: is not valid JSON",
                "[]|t.json: is empty",
                "^^|t.json: is empty",
            })
    void otherJsonIsRefused(String text, String message) {
        assertThatThrownBy(() -> Tables.open("t.json", text))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(message);
    }
}
