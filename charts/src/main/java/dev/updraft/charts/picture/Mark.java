package dev.updraft.charts.picture;

import java.util.List;

/** Something drawn. Lengths are those of the picture. */
public sealed interface Mark {

    /** The same elsewhere. */
    default Mark moved(double right, double down) {
        return switch (this) {
            case Line(var points, var palette, var width, var dashed) ->
                new Line(moved(points, right, down), palette, width, dashed);
            case Way(var points, var palette, var width) -> new Way(moved(points, right, down), palette, width);
            case Area(var points, var palette, var opacity) -> new Area(moved(points, right, down), palette, opacity);
            case Box(var x, var y, var width, var height, var radius, var palette, var opacity, var hint) ->
                new Box(x + right, y + down, width, height, radius, palette, opacity, hint);
            case Dot(var x, var y, var radius, var palette, var opacity, var hint) ->
                new Dot(x + right, y + down, radius, palette, opacity, hint);
            case Words(var x, var y, var text, var size, var palette, var anchor, var strong, var turn) ->
                new Words(x + right, y + down, text, size, palette, anchor, strong, turn);
        };
    }

    private static List<Point> moved(List<Point> points, double right, double down) {
        return points.stream()
                .map(point -> new Point(point.x() + right, point.y() + down))
                .toList();
    }

    /** Straight lines from point to point. */
    record Line(List<Point> points, Palette palette, double width, boolean dashed) implements Mark {
        public Line {
            points = List.copyOf(points);
        }

        /** One straight line. */
        public static Line between(double x1, double y1, double x2, double y2, Palette palette, double width) {
            return new Line(List.of(new Point(x1, y1), new Point(x2, y2)), palette, width, false);
        }
    }

    /** A smooth way down through points, each passed vertically. */
    record Way(List<Point> points, Palette palette, double width) implements Mark {
        public Way {
            points = List.copyOf(points);
        }
    }

    /** What lies inside a line. */
    record Area(List<Point> points, Palette palette, double opacity) implements Mark {
        public Area {
            points = List.copyOf(points);
        }
    }

    /**
     * A rectangle.
     *
     * @param hint shown where a pointer rests on it; may be empty
     */
    record Box(
            double x,
            double y,
            double width,
            double height,
            double radius,
            Palette palette,
            double opacity,
            String hint)
            implements Mark {}

    /**
     * A filled circle.
     *
     * @param hint shown where a pointer rests on it; may be empty
     */
    record Dot(double x, double y, double radius, Palette palette, double opacity, String hint) implements Mark {}

    /**
     * A line of text.
     *
     * @param y of its base line
     * @param turn in degrees, clockwise about {@code x} and {@code y}
     */
    record Words(
            double x, double y, String text, double size, Palette palette, Anchor anchor, boolean strong, double turn)
            implements Mark {
        /** Plain and level. */
        public static Words at(double x, double y, String text, double size, Palette palette, Anchor anchor) {
            return new Words(x, y, text, size, palette, anchor, false, 0);
        }
    }

    /** Which part of a text its place is. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }
}
