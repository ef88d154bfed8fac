package dev.updraft.data.internal.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

    private static final Shape TWO = Shape.of(2);

    @TempDir
    Path folder;

    private Dataset read(String text, DataSpec dataSpec) {
        return Samples.read(Samples.write(folder.resolve("table.csv"), text), dataSpec);
    }

    @Test
    void theColumnNamedLikeTheTargetIsTheTarget() {
        var data = read("a,label,b\n1,cat,2\n3,dog,4.5e1\n", Samples.classes(TWO, 2));

        assertThat(data.size()).isEqualTo(2);
        assertThat(Samples.input(data, 1)).containsExactly(3, 45);
        assertThat(Samples.label(data, 1)).isEqualTo(1);
        assertThat(data.targets().getFirst()).isEqualTo(new Dataset.Target.Classes(List.of("cat", "dog")));
    }

    @Test
    void elseTheLastColumnIsTheTarget() {
        var data = read("a,b,kind\n1,2,1\n3,4,0\n", Samples.classes(TWO, 2));

        assertThat(Samples.input(data, 0)).containsExactly(1, 2);
        assertThat(Samples.label(data, 0)).isEqualTo(1);
    }

    @Test
    void classesHaveTheOrderOfTheModelIfItNamesThem() {
        var data = read("a,b,label\n1,2,cat\n3,4,dog\n", Samples.named(TWO, "dog", "cat", "cow"));

        assertThat(Samples.label(data, 0)).isEqualTo(1);
        assertThat(Samples.label(data, 1)).isZero();
    }

    @Test
    void realNumbersMayBeTheTarget() {
        var data = read("a,b,label\n1,2,-0.5\n", Samples.reals(TWO, 1));

        assertThat(Samples.reals(data, 0)).containsExactly(-0.5f);
    }

    @Test
    void severalRealNumbersAreTheLastColumns() {
        var data = read("a,b,x,y\n1,2,3,4\n", Samples.reals(TWO, 2));

        assertThat(Samples.input(data, 0)).containsExactly(1, 2);
        assertThat(Samples.reals(data, 0)).containsExactly(3, 4);
    }

    @Test
    void oneColumnOfClassesBecomesOneHotForSeveralRealNumbers() {
        var data = read("a,b,label\n1,2,cat\n3,4,dog\n", Samples.reals(TWO, 2));

        assertThat(Samples.reals(data, 0)).containsExactly(1, 0);
        assertThat(Samples.reals(data, 1)).containsExactly(0, 1);
    }

    @Test
    void toPredictFromTheTargetMayBeThereOrNot() {
        var dataSpec = Samples.inputs(TWO);

        assertThat(Samples.input(read("a,b\n1,2\n", dataSpec), 0)).containsExactly(1, 2);
        assertThat(Samples.input(read("a,label,b\n1,x,2\n", dataSpec), 0)).containsExactly(1, 2);
    }

    @Test
    void quotesLineEndsAndByteOrderMarksOfSpreadsheetsAreUnderstood() {
        var data = read(
                "\uFEFF\"a\",\" b\",label\r\n\"1\", 2 ,\"cat, \"\"big\"\"\"\r\n\r\n3,4,\"dog\n\"\r\n",
                Samples.classes(TWO, 2));

        assertThat(data.size()).isEqualTo(2);
        assertThat(Samples.input(data, 0)).containsExactly(1, 2);
        assertThat(data.targets().getFirst()).isEqualTo(new Dataset.Target.Classes(List.of("cat, \"big\"", "dog")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "one", "1f", "0x10", "1,5", "--1", "1e", "١"})
    void whatIsNoFiniteNumberIsNamedWithLineAndColumn(String cell) {
        assertRefused(
                "a,b,label\n1,2,0\n3,\"" + cell + "\",1\n",
                "table.csv:3: column b: '" + cell + "' is not a finite number");
    }

    @Test
    void emptyCellsAndHugeNumbersAreNamedWithLineAndColumn() {
        assertRefused("a,b,label\n1,,0\n", "table.csv:2: column b: is empty");
        assertRefused("a,b,label\n1,1e39,0\n", "table.csv:2: column b: 1e39 is too large");
        assertRefused("a,b,label\n1,2,\n", "table.csv:2: column label: is empty");
    }

    @Test
    void linesAreCountedThroughQuotedLineEndsAndEmptyLines() {
        assertRefused("a,b,label\n1,2,\"x\ny\"\n\n1,oops,z\n", "table.csv:5: column b");
    }

    @Test
    void rowsMustBeAsWideAsTheHeader() {
        assertRefused("a,b,label\n1,2,0\n1,2\n", "table.csv:3: has 2 cells", "header has 3");
        assertRefused("a,b,label\n1,2,0,4\n", "table.csv:2: has 4 cells");
    }

    @Test
    void theColumnsMustFitTheModel() {
        assertRefused("a,label\n1,0\n", "has 2 columns (a, label)", "1 inputs", "float[2]");
    }

    @Test
    void labelsOutsideTheClassesAreRefused() {
        assertRefused(
                "a,b,label\n1,2,0\n1,2,2\n", "table.csv:3: column label: label 2 is outside the model's 2 classes");
        assertRefused("a,b,label\n1,2,-1\n", "label -1 is outside");
        assertRefused(
                "a,b,label\n1,2,cat\n1,2,dog\n1,2,cow\n", "table.csv:4", "'cow' is one class too many", "cat, dog");
        assertRefused("a,b,label\n1,2,cat\n1,2,1\n", "'1' and 'cat' in line 2 are a name and a number");
        assertRefused("a,b,label\n1,2,cat\n", "column label has 1 classes (cat), but the model has 2");
        assertThatThrownBy(() -> read("a,b,label\n1,2,cow\n", Samples.named(TWO, "cat", "dog")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("table.csv:2: column label: 'cow' is not one of the model's classes (cat, dog)");
    }

    @Test
    void aHeaderAndRowsAreNeeded() {
        assertRefused("", "is empty");
        assertRefused("a,b,label\n", "has a header but no rows");
        assertRefused("1,2,3\n4,5,6\n", "table.csv:1: contains numbers, where a header");
        assertRefused("a,a,label\n1,2,0\n", "table.csv:1: two columns are named 'a'");
    }

    @Test
    void whatIsNoCsvIsRefused() {
        assertRefused("a,b,label\n1,\"2,0\n", "table.csv");
        var latin1 =
                Samples.write(folder.resolve("latin1.csv"), "a,b,größe\n1,2,0".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Samples.read(latin1, Samples.classes(TWO, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("latin1.csv: is not UTF-8 text");
    }

    @Test
    void aLineOfTenMegabytesIsRefusedOrReadButNothingElse() {
        assertRefused("a,b,label\n" + "1".repeat(10_000_000) + ",2,0\n", "table.csv:2: column a");
        assertRefused("a,b,label\n" + "1,".repeat(5_000_000) + "\n", "table.csv");
    }

    private void assertRefused(String text, String... message) {
        assertThatThrownBy(() -> read(text, Samples.classes(TWO, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(message);
    }
}
