package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Mark.Anchor;
import dev.updraft.charts.picture.Mark.Words;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** A title, two axes with a quiet grid, and what is drawn between them. */
final class Axes {
    static final double WIDTH = 400;
    static final double HEIGHT = 260;
    static final double SIZE = 11;
    private static final double TITLE = 13;
    private static final double TOP = 33;
    private static final double BOTTOM = 34;
    private static final double RIGHT = 18;

    private final List<Mark> marks = new ArrayList<>();
    private final String title;
    private final Ticks x;
    private final Ticks y;
    private final double left;
    private final double top;
    private final double height;

    /**
     * @param below what the horizontal axis is
     * @param height of the picture with one row of names; more rows make it taller
     */
    Axes(String title, Ticks x, Ticks y, String below, double height, Legend legend) {
        this.title = title;
        this.x = x;
        this.y = y;
        top = TOP + legend.rows() * Legend.ROW;
        this.height = height + Math.max(0, legend.rows() - 1) * Legend.ROW;
        left = 10
                + y.values().stream()
                        .mapToDouble(value -> TextWidth.of(y.text(value), SIZE))
                        .max()
                        .orElse(0);
        marks.add(new Words(0, TITLE, title, TITLE, Palette.TEXT, Anchor.START, true, 0));
        marks.addAll(legend.marks());
        for (var value : y.values()) {
            var at = y(value);
            marks.add(Mark.Line.between(left, at, WIDTH - RIGHT, at, Palette.GRID, 1));
            marks.add(Words.at(left - 6, at + 4, y.text(value), SIZE, Palette.MUTED, Anchor.END));
        }
        for (var value : x.values()) {
            var text = x.text(value);
            var middle = Math.min(x(value), WIDTH - TextWidth.of(text, SIZE) / 2);
            marks.add(Words.at(middle, bottom() + 15, text, SIZE, Palette.MUTED, Anchor.MIDDLE));
        }
        marks.add(Words.at((left + WIDTH - RIGHT) / 2, bottom() + 30, below, SIZE, Palette.MUTED, Anchor.MIDDLE));
    }

    void add(Mark mark) {
        marks.add(mark);
    }

    double x(double value) {
        return left + x.share(value) * (WIDTH - RIGHT - left);
    }

    double y(double value) {
        return bottom() - y.share(value) * (bottom() - top);
    }

    double left() {
        return left;
    }

    double right() {
        return WIDTH - RIGHT;
    }

    double top() {
        return top;
    }

    double bottom() {
        return height - BOTTOM;
    }

    Picture picture() {
        return new Picture(title, WIDTH, height, marks);
    }
}
