package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Mark.Anchor;
import dev.updraft.charts.picture.Mark.Words;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How often each class was taken for each: a row a true class, coloured by its share of the row.
 *
 * @param classes names of rows and columns
 * @param counts a row a true class
 */
public record HeatMap(String title, List<String> classes, List<List<Long>> counts) {
    /** Above this a cell has no room for metrics. */
    private static final int MOST_WITH_TEXT = 16;

    private static final int MOST_WITH_NAMES = 60;
    private static final double WIDTH = 640;
    /** Of many classes, so that their names can be read. */
    private static final double WIDEST = 910;

    /** More of its colour than that in a cell, and text in it is as the paper. */
    private static final double DEEP = 0.75;

    private static final double NAMES = 110;
    private static final double SIZE = 11;
    private static final String AXES = "rows: what it is · columns: what it was taken for";

    /** Above this a picture would say nothing any more. */
    public static final int MOST_CLASSES = 300;

    public HeatMap {
        classes = List.copyOf(classes);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /** The drawing. */
    public Picture picture() {
        var marks = new ArrayList<Mark>();
        var count = classes.size();
        var cell = Math.min(((count > MOST_WITH_TEXT ? WIDEST : WIDTH) - NAMES) / count, 64);
        var size = Math.clamp(cell * 0.8, 3, SIZE);
        var columnNames = count > MOST_WITH_NAMES
                ? 12
                : 16
                        + 0.75
                                * classes.stream()
                                        .mapToDouble(name -> TextWidth.of(shown(name), size))
                                        .max()
                                        .orElse(0);
        var top = 48 + columnNames;
        marks.add(new Words(0, 13, title, 13, Palette.TEXT, Anchor.START, true, 0));
        marks.add(Words.at(0, 34, AXES, SIZE, Palette.MUTED, Anchor.START));
        for (var row = 0; row < count; row++) {
            if (count <= MOST_WITH_NAMES) {
                var middle = NAMES + (row + 0.5) * cell;
                marks.add(Words.at(
                        NAMES - 8,
                        top + (row + 0.5) * cell + size / 3,
                        shown(classes.get(row)),
                        size,
                        Palette.TEXT,
                        Anchor.END));
                marks.add(new Words(
                        middle + size / 3,
                        top - 8,
                        shown(classes.get(row)),
                        size,
                        Palette.TEXT,
                        Anchor.START,
                        false,
                        -45));
            }
            row(marks, row, cell, top);
        }
        return new Picture(title, width(cell, size), top + count * cell + 4, marks);
    }

    /** With room for the names of the last columns, which lean to the right. */
    private double width(double cell, double size) {
        var width = Math.max(NAMES + classes.size() * cell + 4, TextWidth.of(AXES, SIZE));
        for (var column = 0; column < classes.size() && classes.size() <= MOST_WITH_NAMES; column++) {
            var name = TextWidth.of(shown(classes.get(column)), size);
            width = Math.max(width, NAMES + (column + 0.5) * cell + size + 0.71 * name);
        }
        return width;
    }

    private void row(List<Mark> marks, int row, double cell, double top) {
        var total = counts.get(row).stream().mapToLong(Long::longValue).sum();
        for (var column = 0; column < classes.size(); column++) {
            var number = counts.get(row).get(column);
            if (number == 0 && classes.size() > MOST_WITH_TEXT) {
                continue;
            }
            var share = total == 0 ? 0 : (double) number / total;
            var x = NAMES + column * cell;
            var y = top + row * cell;
            var gap = cell > 12 ? 1 : 0;
            var depth = 0.04 + 0.96 * Math.pow(share, row == column ? 1 : 0.7);
            marks.add(new Mark.Box(
                    x + gap,
                    y + gap,
                    cell - 2 * gap,
                    cell - 2 * gap,
                    cell > 20 ? 3 : 0,
                    row == column ? Palette.HEAT : Palette.WRONG,
                    depth,
                    String.format(
                            Locale.ROOT,
                            "%s taken for %s: %,d of %,d, %s",
                            classes.get(row),
                            classes.get(column),
                            number,
                            total,
                            percent(share))));
            if (classes.size() <= MOST_WITH_TEXT && number > 0) {
                metrics(
                        marks,
                        x + cell / 2,
                        y + cell / 2,
                        cell,
                        number,
                        share,
                        depth > DEEP ? Palette.PAPER : Palette.TEXT);
            }
        }
    }

    private static void metrics(
            List<Mark> marks, double x, double y, double cell, long number, double share, Palette palette) {
        var size = Math.clamp(cell / 4, 8, 13);
        marks.add(new Words(x, y, String.format(Locale.ROOT, "%,d", number), size, palette, Anchor.MIDDLE, true, 0));
        marks.add(Words.at(x, y + size, percent(share), size * 0.85, palette, Anchor.MIDDLE));
    }

    private static String shown(String name) {
        return TextWidth.cut(name, SIZE, NAMES - 14);
    }

    /** Never {@code 100 %} of what is not all, never {@code 0 %} of what is something. */
    private static String percent(double share) {
        if (share > 0 && share < 0.001) {
            return "<0.1%";
        }
        return String.format(
                Locale.ROOT,
                share == 1 || share == 0 ? "%.0f%%" : "%.1f%%",
                Math.min(share, share < 1 ? 0.999 : 1) * 100);
    }
}
