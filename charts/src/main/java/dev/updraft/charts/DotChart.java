package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Mark.Anchor;
import dev.updraft.charts.picture.Mark.Words;
import dev.updraft.charts.picture.NumberText;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * A row for each name, and a dot for each of its values, which may be below 0.
 *
 * @param below what the values are
 */
public record DotChart(String title, String below, List<Series> series, List<Row> rows) {
    private static final double MOST_NAMES = 150;
    private static final double ROW = 20;
    private static final double TOP = 28;
    private static final double BOTTOM = 36;
    private static final double RIGHT = 18;
    private static final int MOST_ROWS = 24;

    public DotChart {
        series = List.copyOf(series);
        rows = List.copyOf(rows);
    }

    /**
     * Dots of a colour.
     *
     * @param name what the legend says; not in it if empty
     */
    public record Series(String name, Palette palette) {}

    /**
     * A row.
     *
     * @param values one for each series
     */
    public record Row(String name, List<Double> values) {
        public Row {
            values = List.copyOf(values);
        }
    }

    /** The drawing; of very many rows the first. */
    public Picture picture() {
        var shown = rows.subList(0, Math.min(MOST_ROWS, rows.size()));
        var legend = Legend.of(
                series.stream()
                        .filter(each -> !each.name.isEmpty())
                        .map(each -> new Legend.Entry(each.name, each.palette, false))
                        .toList(),
                Axes.WIDTH);
        var values = shown.stream()
                .flatMap(row -> row.values.stream())
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        var ticks = Ticks.around(values.getMin(), values.getMax(), 5);
        var left = 10
                + Math.min(
                        MOST_NAMES,
                        shown.stream()
                                .mapToDouble(row -> TextWidth.of(row.name, Axes.SIZE))
                                .max()
                                .orElse(0));
        var room = Axes.WIDTH - RIGHT - left;
        var top = TOP + legend.rows() * Legend.ROW;
        var bottom = top + shown.size() * ROW;
        var marks = new ArrayList<Mark>();
        marks.add(new Words(0, 13, title, 13, Palette.TEXT, Anchor.START, true, 0));
        marks.addAll(legend.marks());
        for (var value : ticks.values()) {
            var x = left + ticks.share(value) * room;
            marks.add(Mark.Line.between(x, top, x, bottom, Palette.GRID, 1));
            marks.add(Words.at(x, bottom + 15, ticks.text(value), Axes.SIZE, Palette.MUTED, Anchor.MIDDLE));
        }
        for (var i = 0; i < shown.size(); i++) {
            row(marks, shown.get(i), top + (i + 0.5) * ROW, left, room, ticks);
        }
        var more = rows.size() - shown.size();
        var text = more == 0 ? below : below + "; " + more + " more are not drawn";
        marks.add(Words.at(left + room / 2, bottom + 30, text, Axes.SIZE, Palette.MUTED, Anchor.MIDDLE));
        return new Picture(title, Axes.WIDTH, bottom + BOTTOM, marks);
    }

    private void row(List<Mark> marks, Row row, double y, double left, double room, Ticks ticks) {
        var name = TextWidth.cut(row.name, Axes.SIZE, MOST_NAMES);
        marks.add(Words.at(left - 6, y + 4, name, Axes.SIZE, Palette.TEXT, Anchor.END));
        for (var i = 0; i < series.size(); i++) {
            var value = row.values.get(i);
            var of = series.get(i);
            var hint = row.name + (of.name.isEmpty() ? "" : ", " + of.name) + ": " + NumberText.of(value);
            marks.add(new Mark.Dot(left + ticks.share(value) * room, y, 4.5, of.palette, 0.9, hint));
        }
    }
}
