package dev.updraft.charts.picture;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A picture as PNG, drawn by Java2D in memory: no window is opened, but fonts are needed. */
final class PngImage {
    /** Pixels for a unit: sharp on today's screens. */
    private static final double SCALE = 2;

    private static final double MOST_PIXELS = 60e6;

    private final Graphics2D graphics;

    private PngImage(Graphics2D graphics) {
        this.graphics = graphics;
    }

    static byte[] of(Picture picture) {
        try {
            return Png.of(drawn(picture));
        } catch (RuntimeException | Error e) {
            // Without fonts, or without a library that Java draws with, each Java fails in its own way.
            if (e instanceof OutOfMemoryError) {
                throw e;
            }
            throw new PictureException("this machine cannot draw text as an image (" + e.getMessage() + ")", e);
        }
    }

    private static BufferedImage drawn(Picture picture) {
        var scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (picture.width() * picture.height())));
        var image = new BufferedImage(
                (int) Math.ceil(picture.width() * scale),
                (int) Math.ceil(picture.height() * scale),
                BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(colour(Palette.PAPER));
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(scale, scale);
        picture.marks().forEach(new PngImage(graphics)::draw);
        graphics.dispose();
        return image;
    }

    private void draw(Mark mark) {
        switch (mark) {
            case Mark.Line(var points, var palette, var width, var dashed) ->
                stroke(path(points), palette, width, dashed);
            case Mark.Way(var points, var palette, var width) -> stroke(way(points), palette, width, false);
            case Mark.Area(var points, var palette, var opacity) -> fill(path(points), palette, opacity);
            case Mark.Box(var x, var y, var width, var height, var radius, var palette, var opacity, var _) ->
                fill(new RoundRectangle2D.Double(x, y, width, height, 2 * radius, 2 * radius), palette, opacity);
            case Mark.Dot(var x, var y, var radius, var palette, var opacity, var _) ->
                fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius), palette, opacity);
            case Mark.Words words -> write(words);
        }
    }

    private void stroke(Shape shape, Palette palette, double width, boolean dashed) {
        graphics.setColor(colour(palette));
        graphics.setStroke(new BasicStroke(
                (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashed ? new float[] {4, 4} : null, 0));
        graphics.draw(shape);
    }

    private void fill(Shape shape, Palette palette, double opacity) {
        graphics.setColor(colour(palette));
        graphics.setComposite(AlphaComposite.SrcOver.derive((float) Math.clamp(opacity, 0, 1)));
        graphics.fill(shape);
        graphics.setComposite(AlphaComposite.SrcOver);
    }

    private void write(Mark.Words words) {
        graphics.setColor(colour(words.palette()));
        graphics.setFont(
                new Font(Font.SANS_SERIF, words.strong() ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) words.size()));
        var width = graphics.getFontMetrics()
                .getStringBounds(words.text(), graphics)
                .getWidth();
        var left = switch (words.anchor()) {
            case START -> 0;
            case MIDDLE -> -width / 2;
            case END -> -width;
        };
        var before = graphics.getTransform();
        graphics.translate(words.x(), words.y());
        graphics.rotate(Math.toRadians(words.turn()));
        graphics.drawString(words.text(), (float) left, 0);
        graphics.setTransform(before);
    }

    private static Path2D path(List<Point> points) {
        var path = new Path2D.Double();
        path.moveTo(points.getFirst().x(), points.getFirst().y());
        points.subList(1, points.size()).forEach(point -> path.lineTo(point.x(), point.y()));
        return path;
    }

    private static Path2D way(List<Point> points) {
        var path = new Path2D.Double();
        var last = points.getFirst();
        path.moveTo(last.x(), last.y());
        for (var point : points.subList(1, points.size())) {
            var middle = (last.y() + point.y()) / 2;
            path.curveTo(last.x(), middle, point.x(), middle, point.x(), point.y());
            last = point;
        }
        return path;
    }

    private static Color colour(Palette palette) {
        return Color.decode(palette.light());
    }
}
