package dev.updraft.data.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Beside the calendar of Java. */
class CalendarTest {
    @Test
    void everyDayOfALongTimeHasThePartsThatJavaGivesIt() {
        var first = LocalDate.of(-401, 1, 1).toEpochDay();
        var last = LocalDate.of(2500, 12, 31).toEpochDay();
        for (var day = first; day <= last; day++) {
            var date = LocalDate.ofEpochDay(day);
            if (Calendar.month(day) != date.getMonthValue() - 1
                    || Calendar.dayOfMonth(day) != date.getDayOfMonth() - 1
                    || Calendar.weekday(day) != date.getDayOfWeek().getValue() - 1) {
                assertThat(Calendar.month(day) + "-" + Calendar.dayOfMonth(day) + " " + Calendar.weekday(day))
                        .isEqualTo(date.toString());
            }
        }
        assertThat(last - first).isGreaterThan(1_000_000);
    }
}
