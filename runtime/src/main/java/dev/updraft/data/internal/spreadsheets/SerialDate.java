package dev.updraft.data.internal.spreadsheets;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * What a number is that a sheet shows as a date or a time: days since 1900 or 1904.
 *
 * @param since1904 as old versions for the Mac count
 */
record SerialDate(boolean since1904) {
    /** Day 60 is 1900-02-29, which never was: Lotus 1-2-3 took 1900 for a leap year. */
    private static final int NEVER = 60;

    private static final int LAST = 2_958_465;
    private static final long MILLISECONDS_A_DAY = 24L * 60 * 60 * 1000;

    /** How a number is shown. */
    enum Format {
        NUMBER,
        /** Of a day and perhaps a time. */
        DATE,
        /** Of a time of day alone. */
        TIME
    }

    /** ISO 8601: a day, if it is midnight; a time, if that is all that is shown; else both. Numbers that are no dates stay. */
    String text(String number, Format format) {
        double days;
        try {
            days = Double.parseDouble(number);
        } catch (NumberFormatException _) {
            return number;
        }
        if (!(days >= 0 && days < LAST + 1.0)) {
            return number;
        }
        var milliseconds = Math.round(days * MILLISECONDS_A_DAY);
        // What is less than half a millisecond before midnight is shown as midnight, but of the same day.
        if (format == Format.TIME && days < 1) {
            milliseconds %= MILLISECONDS_A_DAY;
        }
        var day = milliseconds / MILLISECONDS_A_DAY;
        var time = LocalTime.MIDNIGHT.plus(milliseconds % MILLISECONDS_A_DAY, ChronoUnit.MILLIS);
        if (format == Format.TIME && day == 0) {
            return time.toString();
        }
        var date = date(day);
        return time.equals(LocalTime.MIDNIGHT)
                ? date.toString()
                : date.atTime(time).toString();
    }

    private LocalDate date(long day) {
        if (since1904) {
            return LocalDate.of(1904, 1, 1).plusDays(day);
        }
        return LocalDate.of(1899, 12, day < NEVER ? 31 : 30).plusDays(day);
    }
}
