package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Mark.Anchor;
import dev.updraft.charts.picture.Mark.Words;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * Named amounts, a bar a row.
 *
 * @param note what the amounts are
 */
public record BarChart(String title, String note, List<Bar> bars) {
    private static final double WIDEST_NAMES = 225;
    private static final double AMOUNTS = 66;
    private static final double ROW = 22;
    private static final double TOP = 46;

    public BarChart {
        bars = List.copyOf(bars);
    }

    /**
     * One amount.
     *
     * @param text the amount in words
     */
    public record Bar(String name, double amount, String text) {}

    /** The drawing. */
    public Picture picture() {
        var marks = new ArrayList<Mark>();
        marks.add(new Words(0, 13, title, 13, Palette.TEXT, Anchor.START, true, 0));
        marks.add(Words.at(0, 32, note, Axes.SIZE, Palette.MUTED, Anchor.START));
        var most = bars.stream().mapToDouble(Bar::amount).max().orElse(1);
        var names = names();
        var room = Axes.WIDTH - names - AMOUNTS;
        for (var i = 0; i < bars.size(); i++) {
            var bar = bars.get(i);
            var y = TOP + i * ROW;
            var width = most > 0 ? Math.max(1, bar.amount() / most * room) : 1;
            marks.add(Words.at(
                    names - 8,
                    y + 13,
                    TextWidth.cut(bar.name(), Axes.SIZE, names - 8),
                    Axes.SIZE,
                    Palette.TEXT,
                    Anchor.END));
            marks.add(
                    new Mark.Box(names, y + 3, width, ROW - 8, 2, Palette.FIRST, 0.85, bar.name() + ": " + bar.text()));
            marks.add(Words.at(names + width + 6, y + 13, bar.text(), Axes.SIZE, Palette.MUTED, Anchor.START));
        }
        return new Picture(title, Axes.WIDTH, TOP + bars.size() * ROW + 4, marks);
    }

    /** How much room the longest name takes, within reason. */
    private double names() {
        var longest = bars.stream()
                .mapToDouble(bar -> TextWidth.of(bar.name(), Axes.SIZE))
                .max()
                .orElse(0);
        return Math.min(WIDEST_NAMES, longest + 10);
    }
}
