package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectColumnsTest {
    static List<List<@Nullable Object>> columns() {
        return List.of(
                Arrays.asList(1, null, Integer.MIN_VALUE),
                Arrays.asList(null, Long.MAX_VALUE, -1L),
                Arrays.asList((short) 3, (short) -4, null),
                Arrays.asList((byte) 3, (byte) -4, null),
                Arrays.asList(0.1, Double.NaN, -0.0),
                Arrays.asList(0.1f, Float.NaN, Float.MIN_VALUE),
                Arrays.asList(true, null, false),
                Arrays.asList(new BigDecimal("1.10"), null, new BigDecimal("-2.00")),
                Arrays.asList(new BigDecimal("1.10"), new BigDecimal("1.1"), new BigDecimal("1E+3")),
                Arrays.asList(new BigDecimal("12345678901234567890.5"), null, new BigDecimal("1.5")),
                Arrays.asList(null, null, null),
                Arrays.asList(null, 1, "one"),
                Arrays.asList(1, 1L, 1.0),
                Arrays.asList("a", null, LocalDate.EPOCH));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void cellsComeOutAsTheyWent(List<@Nullable Object> column) {
        var many = new ArrayList<@Nullable Object>();
        var held = new ObjectColumns(1);
        for (var i = 0; i < 40; i++) {
            var cell = column.get(Math.min(i, column.size() - 1));
            many.add(cell);
            held.add(new @Nullable Object[] {cell});
        }
        var found = new ArrayList<@Nullable Object>();
        held.each(row -> found.add(row[0]));
        assertThat(found).isEqualTo(many);
    }
}
