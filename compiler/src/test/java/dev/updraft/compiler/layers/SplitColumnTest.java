package dev.updraft.compiler.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.check.Models;
import dev.updraft.compiler.columns.ColumnGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class SplitColumnTest {

    private static SequencedMap<String, ColumnGroup> groups() {
        return SplitColumn.groups(Models.graph("""
                model Visits {
                    input visit {
                        patient: id "Patient No."
                        ward:    category
                        remarks: ignore
                        sold:    date
                        age:     number
                    }
                    input before { age: number }
                    network { concat(visit -> encode, before -> encode) -> dense(1) }
                }
                """).inputs());
    }

    private static String found(DataSplit split, String name) {
        return switch (SplitColumn.find(split, name, groups())) {
            case SplitColumn.Found(var input, var place, var column) -> input + " " + place + " " + column.name();
            case SplitColumn.Misfit(var message, var help, var _) -> message + "; " + help;
        };
    }

    private static String by(String name) {
        return found(DataSplit.by(name, 0.2), name);
    }

    private static String last(String name) {
        return found(DataSplit.last(0.2, name), name);
    }

    @Test
    void aColumnIsFoundByItsNameItsHeaderOrThatOfItsInput() {
        assertThat(by("patient")).isEqualTo("visit 0 patient");
        assertThat(by("Patient No.")).isEqualTo("visit 0 patient");
        assertThat(by("before.age")).isEqualTo("before 0 age");
        assertThat(by("ward")).isEqualTo("visit 1 ward");
        assertThat(last("sold")).isEqualTo("visit 3 sold");
        assertThat(last("visit.age")).isEqualTo("visit 4 age");
    }

    @Test
    void whatCannotBeSplitByIsExplained() {
        assertThat(by("pateint"))
                .isEqualTo(
                        "no input has a column `pateint`; the columns are patient, ward, remarks, sold, age; one that is"
                                + " not to be learnt from is declared as pateint: id");
        assertThat(by("age"))
                .isEqualTo(
                        "the column `age` is in several inputs: visit, before; write which is meant, as in visit.age");
        assertThat(by("remarks"))
                .isEqualTo(
                        "the column `remarks` is ignored, and never read; declare it as remarks: id, which is read and"
                                + " not learnt from");
        assertThat(last("remarks"))
                .isEqualTo("the column `remarks` is ignored, and never read; declare it as remarks: date, or number");
        assertThat(last("ward"))
                .isEqualTo(
                        "the column `ward` is category(most: 32), which has no order in time; the rows are put in the"
                                + " order of a date, a datetime or a number; last(0.2) takes the order of the file");
        assertThat(SplitColumn.find(DataSplit.by("patient", 0.2), "patient", new LinkedHashMap<>()))
                .isEqualTo(new SplitColumn.Misfit(
                        "no input has a column `patient`",
                        "declare the columns of the table, as in input row { patient: id }",
                        List.of()));
    }

    @Test
    void aSplitIsWrittenAsInTheLanguage() {
        assertThat(DataSplit.random(0.2).text()).isEqualTo("0.2");
        assertThat(DataSplit.last(0.2).text()).isEqualTo("last(0.2)");
        assertThat(DataSplit.last(0.2, "visit.date").text()).isEqualTo("last(0.2, by: visit.date)");
        assertThat(DataSplit.by("Patient No.", 0.5).text()).isEqualTo("by(\"Patient No.\", 0.5)");
    }

    @Test
    void aShareIsAFraction() {
        assertThat(DataSplit.random(0)).isEqualTo(DataSplit.none());
        assertThatThrownBy(() -> DataSplit.random(Double.NaN))
                .hasMessage("a split must be at least 0 and below 1, but is NaN");
        assertThatThrownBy(() -> DataSplit.last(0)).hasMessage("a split must be above 0 and below 1, but is 0.0");
        assertThatThrownBy(() -> DataSplit.by("a", 1)).hasMessage("a split must be above 0 and below 1, but is 1.0");
    }
}
