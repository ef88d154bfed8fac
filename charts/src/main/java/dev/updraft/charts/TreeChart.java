package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Mark.Anchor;
import dev.updraft.charts.picture.Mark.Words;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import dev.updraft.charts.picture.TextWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * A binary tree from left to right: the root at the left, of each question what follows a yes above what follows a no.
 *
 * @param note a line below the title; may be empty
 * @param boxes the root first, each behind the one that leads to it
 */
public record TreeChart(String title, String note, List<Box> boxes) {
    private static final double LEAST_WIDTH = 70;
    private static final double WIDEST = 230;
    private static final double HEIGHT = 36;
    private static final double ROW = HEIGHT + 10;
    private static final double PASSAGE = 64;
    private static final double TOP = 44;
    private static final double SIZE = 11.5;
    private static final double SMALL = 10.5;
    private static final double PADDING = 9;
    /** How much wider strong text is. */
    private static final double STRONG = 1.12;

    private static final double THICKEST = 7;

    public TreeChart {
        boxes = List.copyOf(boxes);
    }

    /**
     * A node.
     *
     * @param left the place of the upper child among the boxes; the lower one is behind it; 0 if it has none
     * @param share how thick the line to it is, from 0 to 1
     */
    public record Box(String heading, String detail, int left, double share) {}

    /** The drawing. */
    public Picture picture() {
        var depths = depths();
        var widths = widths(depths);
        var lefts = new double[widths.length];
        for (var depth = 1; depth < lefts.length; depth++) {
            lefts[depth] = lefts[depth - 1] + widths[depth - 1] + PASSAGE;
        }
        var middles = middles();
        var marks = new ArrayList<Mark>();
        marks.add(new Words(0, 13, title, 13, Palette.TEXT, Anchor.START, true, 0));
        marks.add(Words.at(0, 32, note, Axes.SIZE, Palette.MUTED, Anchor.START));
        for (var i = 0; i < boxes.size(); i++) {
            var box = boxes.get(i);
            if (box.left > 0) {
                var from = new Point(lefts[depths[i]] + widths[depths[i]], middles[i]);
                line(marks, from, lefts[depths[i] + 1], middles[box.left], boxes.get(box.left).share, "yes");
                line(marks, from, lefts[depths[i] + 1], middles[box.left + 1], boxes.get(box.left + 1).share, "no");
            }
        }
        for (var i = 0; i < boxes.size(); i++) {
            box(marks, boxes.get(i), lefts[depths[i]], middles[i] - HEIGHT / 2, widths[depths[i]]);
        }
        var ends = boxes.stream().filter(box -> box.left == 0).count();
        var width = Math.max(
                lefts[lefts.length - 1] + widths[widths.length - 1],
                Math.max(TextWidth.of(title, 13), TextWidth.of(note, Axes.SIZE)));
        return new Picture(title, width + 1, TOP + ends * ROW, marks);
    }

    private int[] depths() {
        var depths = new int[boxes.size()];
        for (var i = 0; i < depths.length; i++) {
            var left = boxes.get(i).left;
            if (left > 0) {
                depths[left] = depths[i] + 1;
                depths[left + 1] = depths[i] + 1;
            }
        }
        return depths;
    }

    /** Of the boxes at each depth: as the longest text needs, within reason. */
    private double[] widths(int[] depths) {
        var deepest = 0;
        for (var depth : depths) {
            deepest = Math.max(deepest, depth);
        }
        var widths = new double[deepest + 1];
        for (var i = 0; i < depths.length; i++) {
            var box = boxes.get(i);
            var text = Math.max(STRONG * TextWidth.of(box.heading, SIZE), TextWidth.of(box.detail, SMALL));
            var wanted = Math.clamp(text + 2 * PADDING, LEAST_WIDTH, WIDEST);
            widths[depths[i]] = Math.max(widths[depths[i]], wanted);
        }
        return widths;
    }

    /** How far down each box is: the ends a row each, the others between their children. */
    private double[] middles() {
        var middles = new double[boxes.size()];
        var next = TOP + HEIGHT / 2;
        for (var i : inOrder()) {
            if (boxes.get(i).left == 0) {
                middles[i] = next;
                next += ROW;
            }
        }
        for (var i = middles.length - 1; i >= 0; i--) {
            var left = boxes.get(i).left;
            if (left > 0) {
                middles[i] = (middles[left] + middles[left + 1]) / 2;
            }
        }
        return middles;
    }

    /** From the topmost down. */
    private List<Integer> inOrder() {
        var order = new ArrayList<Integer>();
        var open = new ArrayList<Integer>();
        open.add(0);
        while (!open.isEmpty()) {
            var i = open.removeLast();
            order.add(i);
            if (boxes.get(i).left > 0) {
                open.add(boxes.get(i).left + 1);
                open.add(boxes.get(i).left);
            }
        }
        return order;
    }

    private static void line(List<Mark> marks, Point from, double x, double y, double share, String answer) {
        var bend = from.x() + PASSAGE / 2;
        marks.add(new Mark.Line(
                List.of(from, new Point(bend, from.y()), new Point(bend, y), new Point(x, y)),
                Palette.FAINT,
                1 + THICKEST * share,
                false));
        marks.add(Words.at(x - 5, y - 5 - THICKEST * share / 2, answer, SMALL, Palette.MUTED, Anchor.END));
    }

    private static void box(List<Mark> marks, Box box, double x, double y, double width) {
        var isEnd = box.left == 0;
        marks.add(new Mark.Box(x, y, width, HEIGHT, 6, Palette.GRID, 1, ""));
        marks.add(
                new Mark.Box(x + 1, y + 1, width - 2, HEIGHT - 2, 5, Palette.BOX, 1, box.heading + " · " + box.detail));
        if (isEnd) {
            marks.add(new Mark.Box(x + 1, y + 1, 4, HEIGHT - 2, 2, Palette.FIRST, 1, ""));
        }
        var room = width - 2 * PADDING + 1;
        marks.add(new Words(
                x + PADDING,
                y + 15,
                TextWidth.cut(box.heading, STRONG * SIZE, room),
                SIZE,
                Palette.TEXT,
                Anchor.START,
                true,
                0));
        marks.add(Words.at(
                x + PADDING, y + 29, TextWidth.cut(box.detail, SMALL, room), SMALL, Palette.MUTED, Anchor.START));
    }
}
