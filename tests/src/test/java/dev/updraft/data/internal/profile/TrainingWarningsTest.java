package dev.updraft.data.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.CompiledModel;
import dev.updraft.Updraft;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is odd about data that has been read for a model. */
class TrainingWarningsTest {
    private static final int ROWS = 200;

    @TempDir
    private Path folder = Path.of("");

    private List<String> warnings(CompiledModel model, String header, int rows, IntFunction<String> row)
            throws IOException {
        var file = Files.writeString(
                folder.resolve("rows.csv"),
                header + "\n" + IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n")));
        var data = Datasets.open(file.toString(), folder).read(Split.TRAIN, DataSpec.of(model.layers()), Progress.NONE);
        return TrainingWarnings.of(model.layers(), data).stream()
                .map(warning -> "'" + warning.column() + "' " + warning.message())
                .toList();
    }

    private CompiledModel model(String columns, String network) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("m.model"), """
                model M {
                    input row {
                        %s
                    }
                    target kind: class["No", "Yes", "Maybe"]
                    network { %s -> logits }
                    loss sparse_categorical_crossentropy(logits, kind)
                    optimizer adam
                }
                """.formatted(columns, network)));
    }

    private static String kind(int row) {
        return row == 100 ? "Maybe" : row % 3 == 0 ? "Yes" : "No";
    }

    @Test
    void eachHasItsRemedy() throws IOException {
        var model = model("""
                code, country: category
                age:           number
                name:          id
                copy:          category
                remarks:       text
                day:           date
                """, "row -> encode -> dense(3)");
        var found = warnings(
                model,
                "code,country,age,name,copy,remarks,day,kind",
                ROWS,
                row -> "c" + row + "x,DE," + row % 50 + ",n" + row + ","
                        + kind(row).charAt(0) + ",some " + row + ","
                        + LocalDate.of(2024, 1, 1).plusDays(row) + "," + kind(row));

        assertThat(found)
                .containsExactly(
                        "'code' is unique to each row, so that it can only be learnt by heart; declare it id",
                        "'country' is the same in all rows; ignore it",
                        "'copy' may give 'kind' away: each of its values goes with one class; ignore it, unless it is"
                                + " known before the target is",
                        "'kind' has classes with few rows: 'Maybe' (1); add rows, join classes, or set class_weight:"
                                + " balanced");
    }

    private static String people(int row) {
        return (row * 7 % 40) + "," + (row * 9973 % 70000) + ","
                + (row % 2 == 0 ? "Yes" : row % 3 == 0 ? "No" : "Maybe");
    }

    @Test
    void numbersFarApartInScaleAreTold() throws IOException {
        assertThat(warnings(
                        model("age, income: number", "concat(row.age, row.income) -> dense(3)"),
                        "age,income,kind",
                        ROWS,
                        TrainingWarningsTest::people))
                .containsExactly("'income' goes into `dense` as it is, as does 'age', but their standard deviations are"
                        + " 20,189 and 12, so that the smaller is hardly learnt from; put encode or normalization before"
                        + " the layer");
        assertThat(warnings(
                        model("age, income: number", "row -> dense(3)"),
                        "age,income,kind",
                        ROWS,
                        TrainingWarningsTest::people))
                .singleElement()
                .asString()
                .startsWith("'income' goes into `dense` as it is");
    }

    @Test
    void standardisedNumbersAreNot() throws IOException {
        for (var network : List.of(
                "row -> encode -> dense(3)",
                "row -> normalization -> dense(3)",
                "concat(row.age, row.income) -> normalization -> dense(3)")) {
            assertThat(warnings(
                            model("age, income: number", network),
                            "age,income,kind",
                            ROWS,
                            TrainingWarningsTest::people))
                    .isEmpty();
        }
    }

    @Test
    void aFewRowsAreOddByChance() throws IOException {
        assertThat(warnings(
                        model("age, income: number", "row -> dense(3)"),
                        "age,income,kind",
                        20,
                        TrainingWarningsTest::people))
                .isEmpty();
    }
}
