package dev.updraft.data.columns;

/**
 * Parts of dates out of their number of days since 1970-01-01, as {@link java.time.LocalDate} has them. That would be garbage for
 * each part of each row that is predicted.
 */
final class Calendar {
    /** From 0000-03-01, with which a cycle of the leap years begins, to 1970-01-01. */
    private static final long DAYS_BEFORE_1970 = 719_468;

    private static final long DAYS_IN_400_YEARS = 146_097;

    private Calendar() {}

    /** From 0, January. */
    static int month(long day) {
        return (monthFromMarch(dayOfYear(day)) + 2) % 12;
    }

    /** Of the month, from 0. */
    static int dayOfMonth(long day) {
        var dayOfYear = dayOfYear(day);
        return dayOfYear - (153 * monthFromMarch(dayOfYear) + 2) / 5;
    }

    /** From 0, Monday; 1970 began with a Thursday. */
    static int weekday(long day) {
        return Math.floorMod(day + 3, 7);
    }

    /** Of a year that begins in March, so that a leap day is its last: Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
    private static int dayOfYear(long day) {
        var ofCycle = (int) Math.floorMod(day + DAYS_BEFORE_1970, DAYS_IN_400_YEARS);
        var year = (ofCycle - ofCycle / 1460 + ofCycle / 36_524 - ofCycle / 146_096) / 365;
        return ofCycle - (365 * year + year / 4 - year / 100);
    }

    /** From March on, months have 31, 30, 31, 30, 31 days, twice and then once more in part. */
    private static int monthFromMarch(int dayOfYear) {
        return (5 * dayOfYear + 2) / 153;
    }
}
