package dev.updraft.report.graph;

import dev.updraft.charts.picture.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Places the boxes of an acyclic graph in rows, each below all it takes from, in the manner of Sugiyama, Tagawa and Toda
 * (1981): an arrow over several rows gets a place of its own in each, rows are ordered so that few arrows cross, then boxes
 * move towards what they are joined with.
 */
final class LayeredLayout {
    private static final int SWEEPS = 12;
    private static final int ALIGNMENTS = 100;
    /** Where there is too little room, arrows give way to boxes. */
    private static final double BOX_WEIGHT = 1000;

    private final double boxWidth;
    private final double passageWidth;
    private final double gap;
    private final List<List<Place>> rows = new ArrayList<>();
    private final List<List<Place>> ways = new ArrayList<>();
    private final Map<String, Place> boxes = new LinkedHashMap<>();

    /** A box, or where an arrow passes a row. */
    private static final class Place {
        final boolean box;
        final int row;
        final List<Place> above = new ArrayList<>();
        final List<Place> below = new ArrayList<>();
        double x;

        Place(boolean box, int row) {
            this.box = box;
            this.row = row;
        }

        double weight() {
            return box ? BOX_WEIGHT : 1;
        }
    }

    private LayeredLayout(double boxWidth, double passageWidth, double gap) {
        this.boxWidth = boxWidth;
        this.passageWidth = passageWidth;
        this.gap = gap;
    }

    /**
     * Where everything is.
     *
     * @param boxes the middle of each box by name, with its row as y
     * @param ways of each arrow, in the order of the boxes it leads to, then of what they take; y counts rows
     * @param width from the left edge of the leftmost box to the right edge of the rightmost
     * @param rows how many
     */
    record Layout(Map<String, Point> boxes, List<List<Point>> ways, double width, int rows) {}

    /** @param inputs what each box takes, by name; each box comes after those it takes */
    static Layout of(Map<String, List<String>> inputs, double boxWidth, double passageWidth, double gap) {
        var layout = new LayeredLayout(boxWidth, passageWidth, gap);
        inputs.forEach(layout::place);
        for (var i = 0; i < SWEEPS; i++) {
            layout.order(i % 2 == 0);
        }
        layout.rows.forEach(layout::spread);
        for (var i = 0; i < ALIGNMENTS; i++) {
            layout.align(i % 2 == 0);
        }
        return layout.result();
    }

    private void place(String name, List<String> inputs) {
        var row = inputs.stream().mapToInt(input -> box(input).row + 1).max().orElse(0);
        var place = add(true, row);
        boxes.put(name, place);
        for (var input : inputs) {
            ways.add(way(box(input), place));
        }
    }

    private Place box(String name) {
        var place = boxes.get(name);
        if (place == null) {
            throw new IllegalArgumentException("nothing before it is called " + name);
        }
        return place;
    }

    private List<Place> way(Place from, Place to) {
        var way = new ArrayList<Place>();
        way.add(from);
        for (var row = from.row + 1; row < to.row; row++) {
            way.add(add(false, row));
        }
        way.add(to);
        for (var i = 1; i < way.size(); i++) {
            way.get(i).above.add(way.get(i - 1));
            way.get(i - 1).below.add(way.get(i));
        }
        return way;
    }

    private Place add(boolean box, int row) {
        while (rows.size() <= row) {
            rows.add(new ArrayList<>());
        }
        var place = new Place(box, row);
        rows.get(row).add(place);
        return place;
    }

    /** Each row by the mean position of what its places are joined with in the row before, or after. */
    private void order(boolean down) {
        for (var i = 1; i < rows.size(); i++) {
            var row = rows.get(down ? i : rows.size() - 1 - i);
            var positions = new HashMap<Place, Double>();
            for (var place : row) {
                var near = down ? place.above : place.below;
                positions.put(
                        place,
                        near.stream()
                                .mapToInt(other -> rows.get(other.row).indexOf(other))
                                .average()
                                .orElse(row.indexOf(place)));
            }
            row.sort(Comparator.comparingDouble(positions::get));
        }
    }

    private void spread(List<Place> row) {
        var x = 0.0;
        for (var i = 0; i < row.size(); i++) {
            x += i == 0 ? 0 : distance(row.get(i - 1), row.get(i));
            row.get(i).x = x;
        }
    }

    private void align(boolean down) {
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(down ? i : rows.size() - 1 - i);
            settle(row, row.stream().mapToDouble(LayeredLayout::wanted).toArray());
        }
    }

    /** Between what it is joined with: boxes among boxes and arrows among arrows, so that both run straight. */
    private static double wanted(Place place) {
        var joined = Stream.concat(place.above.stream(), place.below.stream()).toList();
        return joined.stream()
                .filter(other -> other.box == place.box)
                .mapToDouble(other -> other.x)
                .average()
                .orElseGet(() ->
                        joined.stream().mapToDouble(other -> other.x).average().orElse(place.x));
    }

    /**
     * Puts each place as near to where it wants to be as the distances allow: least squares under an order, which
     * averaging neighbours that violate it solves.
     */
    private void settle(List<Place> row, double[] wanted) {
        record Block(double mean, double weight, int size) {}
        var blocks = new ArrayList<Block>();
        var offset = 0.0;
        for (var i = 0; i < row.size(); i++) {
            offset += i == 0 ? 0 : distance(row.get(i - 1), row.get(i));
            var block = new Block(wanted[i] - offset, row.get(i).weight(), 1);
            while (!blocks.isEmpty() && blocks.getLast().mean > block.mean) {
                var before = blocks.removeLast();
                var weight = before.weight + block.weight;
                block = new Block(
                        (before.mean * before.weight + block.mean * block.weight) / weight,
                        weight,
                        before.size + block.size);
            }
            blocks.add(block);
        }
        var i = 0;
        offset = 0;
        for (var block : blocks) {
            for (var n = 0; n < block.size; n++, i++) {
                offset += i == 0 ? 0 : distance(row.get(i - 1), row.get(i));
                row.get(i).x = block.mean + offset;
            }
        }
    }

    private double distance(Place left, Place right) {
        return (width(left) + width(right)) / 2 + gap;
    }

    private double width(Place place) {
        return place.box ? boxWidth : passageWidth;
    }

    private Layout result() {
        var left = edges(-0.5).min().orElse(0);
        var right = edges(0.5).max().orElse(0);
        var points = new LinkedHashMap<String, Point>();
        boxes.forEach((name, place) -> points.put(name, new Point(place.x - left, place.row)));
        var routes = ways.stream()
                .map(way -> way.stream()
                        .map(place -> new Point(place.x - left, place.row))
                        .toList())
                .toList();
        return new Layout(points, routes, right - left, rows.size());
    }

    private DoubleStream edges(double side) {
        return rows.stream().flatMap(List::stream).mapToDouble(place -> place.x + side * width(place));
    }
}
