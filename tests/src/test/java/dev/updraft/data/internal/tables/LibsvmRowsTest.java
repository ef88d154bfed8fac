package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.data.DataException;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibsvmRowsTest {

    @Test
    void featuresThatAreLeftOutAreZero() {
        var file = Tables.open("t.svm", "# made today\n+1 1:0.5 3:-2e1 # first\n\n-1 2:7\n0\n");

        assertThat(file.description()).isEqualTo("t.svm: LIBSVM, features 1 to 3");
        assertThat(file.header()).containsExactly("label", "f1", "f2", "f3");
        assertThat(Tables.numbers(file, "label")).containsExactly(1, -1, 0);
        assertThat(Tables.numbers(file, "f1")).containsExactly(0.5, 0, 0);
        assertThat(Tables.numbers(file, "f2")).containsExactly(0, 7, 0);
        assertThat(Tables.numbers(file, "f3")).containsExactly(-20, 0, 0);
        assertThat(Tables.read(file, Kind.NUMBER).place(1)).isEqualTo("t.svm:4");
    }

    @Test
    void featuresMayCountFromZero() {
        assertThat(Tables.open("t.libsvm", "1 0:5 1:6\n").header()).containsExactly("label", "f0", "f1");
    }

    @Test
    void queriesAreIgnoredWithANotice() {
        var table = Tables.read(Tables.open("t.svm", "3 qid:1 1:0.5\n2 qid:1 1:0.25\n"), Kind.NUMBER);

        assertThat(table.columns()).hasSize(2);
        assertThat(table.notices()).containsExactly("t.svm: qid (queries for ranking) is ignored");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "1 a:5|t.svm:1: 'a:5' is not a feature, such as 7:0.5",
                "1 5|t.svm:1: '5' is not a feature",
                "1 1:5 1:6|t.svm:1: has feature 1 twice",
                "1 1:x|t.svm:1: column f1: 'x' is not a number",
                "1 99999999999:1|t.svm:1: '99999999999:1' is not a feature",
                "# nothing|t.svm: is empty"
            })
    void brokenRowsAreRefused(String text, String message) {
        assertThatThrownBy(() -> Tables.read(Tables.open("t.svm", text + "\n"), Kind.NUMBER))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(message);
    }
}
