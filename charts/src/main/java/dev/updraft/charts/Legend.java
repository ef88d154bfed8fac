package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Mark.Anchor;
import dev.updraft.charts.picture.Mark.Words;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Point;
import dev.updraft.charts.picture.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * Names beside strokes in their colours, in as many rows as they take.
 *
 * @param rows how many
 */
record Legend(List<Mark> marks, int rows) {
    static final double ROW = 17;
    private static final double FIRST = 34;
    private static final double STROKE = 14;
    private static final double GAP = 5;
    private static final double BETWEEN = 14;

    /** A curve. */
    record Entry(String name, Palette palette, boolean dashed) {}

    /** In a picture of this width. */
    static Legend of(List<Entry> entries, double width) {
        var marks = new ArrayList<Mark>();
        var x = 0.0;
        var rows = entries.isEmpty() ? 0 : 1;
        for (var entry : entries) {
            var name = TextWidth.cut(entry.name(), Axes.SIZE, width - STROKE - GAP);
            var taken = STROKE + GAP + TextWidth.of(name, Axes.SIZE);
            if (x > 0 && x + taken > width) {
                x = 0;
                rows++;
            }
            var y = FIRST + (rows - 1) * ROW;
            var stroke = List.of(new Point(x, y - 4), new Point(x + STROKE, y - 4));
            marks.add(new Mark.Line(stroke, entry.palette(), 2, entry.dashed()));
            marks.add(Words.at(x + STROKE + GAP, y, name, Axes.SIZE, Palette.MUTED, Anchor.START));
            x += taken + BETWEEN;
        }
        return new Legend(marks, rows);
    }

    /** In place of curves' names: what the vertical axis is. */
    static Legend text(String text) {
        return new Legend(List.of(Words.at(0, FIRST, text, Axes.SIZE, Palette.MUTED, Anchor.START)), 1);
    }
}
