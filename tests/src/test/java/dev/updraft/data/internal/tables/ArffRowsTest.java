package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.data.DataException;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArffRowsTest {
    private static final String HEADER = """
            % Irises
            @RELATION iris

            @attribute 'sepal length' numeric
            @ATTRIBUTE petal REAL
            @attribute class {Iris-setosa, 'Iris versicolor'}
            @attribute note string
            @attribute day date "yyyy-MM-dd"
            @Data
            """;

    @Test
    void denseRowsAreRead() {
        var file = Tables.open("t.arff", HEADER + """
                % rows
                5.1, 3.5, Iris-setosa, 'it\\'s, well', 2020-01-02

                ?,1e-2,'Iris versicolor',"a \\"","2020-01-03"
                """);

        assertThat(file.description()).isEqualTo("t.arff: ARFF");
        assertThat(file.header()).containsExactly("sepal length", "petal", "class", "note", "day");
        assertThat(Tables.numbers(file, "sepal length")).containsExactly(5.1, Double.NaN);
        assertThat(Tables.cells(file).getFirst())
                .isEqualTo(List.of("5.1", "3.5", "Iris-setosa", "it's, well", "2020-01-02"));
        assertThat(Tables.cells(file).getLast())
                .isEqualTo(List.of("∅", "1e-2", "Iris versicolor", "a \"", "2020-01-03"));
        assertThat(Tables.read(file, Kind.TEXT).place(1)).isEqualTo("t.arff:13");
    }

    @Test
    void sparseRowsLeaveOutZerosAndFirstValues() {
        var file = Tables.open("t.arff", HEADER + "{1 7, 2 'Iris versicolor'}\n{ }\n{0 ?}\n");

        assertThat(Tables.cells(file))
                .containsExactly(
                        List.of("0", "7", "Iris versicolor", "∅", "∅"),
                        List.of("0", "0", "Iris-setosa", "∅", "∅"),
                        List.of("∅", "0", "Iris-setosa", "∅", "∅"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "1,2|t.arff:10: has 2 cells, but 5 attributes are declared",
                "1,2,'x,y,z|t.arff:10: a quote is not closed; close it in the same line",
                "1,2,'x'y,z,w|t.arff:10: text follows a closing quote; put a comma between the cells",
                "{9 1}|t.arff:10: '9' is not the number of an attribute, ascending from 0 to 4",
                "{1 1, 1 2}|t.arff:10: '1' is not the number of an attribute, ascending",
                "{1 1|t.arff:10: the brace is not closed"
            })
    void brokenRowsAreRefused(String row, String message) {
        assertThatThrownBy(() -> Tables.read(Tables.open("t.arff", HEADER + row + "\n"), Kind.TEXT))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "@relation x|t.arff: has no @data; the file appears truncated",
                "@data|t.arff:1: no @attribute stands before @data",
                "a,b|t.arff:1: is 'a,b', where @relation, @attribute or @data is expected",
                "@attribute a relational|t.arff:1: type 'relational' is not supported",
                "@attribute a|t.arff:1: attribute 'a' has no type",
                "@attribute 'a numeric|t.arff:1: the name of the attribute is missing or its quote is not closed"
            })
    void brokenHeadersAreRefused(String text, String message) {
        assertThatThrownBy(() -> Tables.open("t.arff", text))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(message);
    }
}
