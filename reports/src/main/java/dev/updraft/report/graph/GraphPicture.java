package dev.updraft.report.graph;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Mark.Anchor;
import dev.updraft.charts.picture.Mark.Words;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import dev.updraft.charts.picture.TextWidth;
import dev.updraft.report.run.RunReport.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** A model's layers as boxes, with their names, kinds and shapes, and arrows from each to those that take what it gives. */
public final class GraphPicture {
    private static final double WIDTH = 220;
    private static final double HEIGHT = 36;
    private static final double ROW = HEIGHT + 20;
    private static final double PASSAGE = 14;
    private static final double GAP = 18;
    private static final double MARGIN = 6;
    private static final double HEAD = 4;
    private static final double SIZE = 12;

    private GraphPicture() {}

    /**
     * The drawing.
     *
     * @param layers each after those it takes from
     */
    public static Picture of(String model, List<Layer> layers) {
        var inputs = new LinkedHashMap<String, List<String>>();
        for (var layer : layers) {
            // A number that a layer takes has no box.
            inputs.put(
                    layer.name(),
                    layer.inputs().stream().filter(inputs::containsKey).toList());
        }
        var layout = LayeredLayout.of(inputs, WIDTH, PASSAGE, GAP);
        var marks = new ArrayList<Mark>();
        layout.ways().forEach(way -> arrow(marks, way));
        for (var layer : layers) {
            var place = layout.boxes().get(layer.name());
            if (place != null) {
                box(marks, layer, MARGIN + place.x() - WIDTH / 2, top(place));
            }
        }
        return new Picture(
                "layers of " + model,
                layout.width() + 2 * MARGIN,
                layout.rows() * ROW - (ROW - HEIGHT) + 2 * MARGIN,
                marks);
    }

    private static double top(Point place) {
        return MARGIN + place.y() * ROW;
    }

    /** Straight along the rows it passes, curved between them. */
    private static void arrow(List<Mark> marks, List<Point> way) {
        var points = new ArrayList<Point>();
        points.add(new Point(MARGIN + way.getFirst().x(), top(way.getFirst()) + HEIGHT));
        for (var passage : way.subList(1, way.size() - 1)) {
            points.add(new Point(MARGIN + passage.x(), top(passage)));
            points.add(new Point(MARGIN + passage.x(), top(passage) + HEIGHT));
        }
        var x = MARGIN + way.getLast().x();
        var y = top(way.getLast());
        points.add(new Point(x, y - HEAD));
        marks.add(new Mark.Way(points, Palette.MUTED, 1.3));
        marks.add(new Mark.Area(
                List.of(new Point(x, y), new Point(x - HEAD, y - 1.6 * HEAD), new Point(x + HEAD, y - 1.6 * HEAD)),
                Palette.MUTED,
                1));
    }

    private static void box(List<Mark> marks, Layer layer, double x, double y) {
        var weights = layer.trainable() + layer.nonTrainable();
        var counted = weights == 0 ? "" : String.format(Locale.ROOT, ", %,d parameters", weights);
        var hint = "%s: %s, gives %s%s"
                .formatted(layer.name(), layer.kind(), layer.shape(), layer.shared() ? ", shared parameters" : counted);
        marks.add(new Mark.Box(x, y, WIDTH, HEIGHT, 6, Palette.GRID, 1, ""));
        marks.add(new Mark.Box(x + 1, y + 1, WIDTH - 2, HEIGHT - 2, 5, Palette.BOX, 1, hint));
        if (weights > 0) {
            marks.add(new Mark.Box(x + 1, y + 1, 4, HEIGHT - 2, 2, Palette.FIRST, 1, ""));
        }
        var name = TextWidth.cut(layer.name(), SIZE, WIDTH - 24);
        marks.add(new Words(x + 14, y + 15, name, SIZE, Palette.TEXT, Anchor.START, true, 0));
        marks.add(Words.at(x + 14, y + 29, layer.kind(), SIZE - 1.5, Palette.MUTED, Anchor.START));
        marks.add(Words.at(x + WIDTH - 10, y + 29, shape(layer.shape()), SIZE - 1.5, Palette.MUTED, Anchor.END));
    }

    /** {@code [batch, 28, 28, 1]} as {@code 28 × 28 × 1}. */
    private static String shape(String shape) {
        return shape.replaceAll("^\\[batch(, )?|]$", "").replace(", ", " × ");
    }
}
