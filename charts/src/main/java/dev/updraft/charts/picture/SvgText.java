package dev.updraft.charts.picture;

import dev.updraft.charts.picture.Mark.Anchor;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A picture as SVG. Text stays text, so that it can be read aloud, searched and set in the reader's font. Colours are
 * classes, which a style sheet gives values for light and dark paper.
 */
public final class SvgText {
    private static final String FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

    private final StringBuilder out = new StringBuilder();
    private final Set<Palette> inks = EnumSet.noneOf(Palette.class);

    private SvgText() {}

    static String inline(Picture picture) {
        return new SvgText().write(picture, false);
    }

    static String standalone(Picture picture) {
        return new SvgText().write(picture, true);
    }

    /** What a page that holds pictures needs in its style sheet; the colours are variables, such as {@code --text}. */
    public static String pageStyle() {
        var variables = "%s{%s}";
        return variables.formatted(":root", variables(Palette::light))
                + "@media screen and (prefers-color-scheme:dark){"
                + variables.formatted(":root", variables(Palette::dark))
                + "}"
                + rules(Stream.of(Palette.values()), palette -> "var(--" + palette.cssName() + ")");
    }

    private static String variables(Function<Palette, String> colour) {
        return Stream.of(Palette.values())
                .map(palette -> "--" + palette.cssName() + ":" + colour.apply(palette))
                .collect(Collectors.joining(";"));
    }

    private static String rules(Stream<Palette> inks, Function<Palette, String> colour) {
        return inks.map(palette -> ".f-%1$s{fill:%2$s}.s-%1$s{stroke:%2$s;fill:none}"
                        .formatted(palette.cssName(), colour.apply(palette)))
                .collect(Collectors.joining());
    }

    private String write(Picture picture, boolean standalone) {
        picture.marks().forEach(this::mark);
        var size = "0 0 " + number(picture.width()) + " " + number(picture.height());
        var title = escape(picture.title());
        if (!standalone) {
            return "<svg viewBox=\"%s\" role=\"img\" aria-label=\"%s\">%s</svg>".formatted(size, title, out);
        }
        inks.add(Palette.PAPER);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="%s" role="img" font-family="%s">
                <title>%s</title>
                <style>%s@media screen and (prefers-color-scheme:dark){%s}</style>
                <rect class="f-paper" width="100%%" height="100%%"/>
                %s</svg>
                """.formatted(
                        number(picture.width()),
                        number(picture.height()),
                        size,
                        FONT,
                        title,
                        rules(inks.stream(), Palette::light),
                        rules(inks.stream(), Palette::dark),
                        out);
    }

    private void mark(Mark mark) {
        switch (mark) {
            case Mark.Line(var points, var palette, var width, var dashed) ->
                stroke(polyline(points), palette, width, dashed ? " stroke-dasharray=\"4 4\"" : "");
            case Mark.Way(var points, var palette, var width) -> stroke(way(points), palette, width, "");
            case Mark.Area(var points, var palette, var opacity) ->
                out.append("<path d=\"%sZ\"%s%s/>\n".formatted(polyline(points), fill(palette), opacity(opacity)));
            case Mark.Box(var x, var y, var width, var height, var radius, var palette, var opacity, var hint) ->
                hinted(
                        "rect",
                        hint,
                        " x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"%s%s%s"
                                .formatted(
                                        number(x),
                                        number(y),
                                        number(width),
                                        number(height),
                                        radius == 0 ? "" : " rx=\"" + number(radius) + "\"",
                                        fill(palette),
                                        opacity(opacity)));
            case Mark.Dot(var x, var y, var radius, var palette, var opacity, var hint) ->
                hinted(
                        "circle",
                        hint,
                        " cx=\"%s\" cy=\"%s\" r=\"%s\"%s%s"
                                .formatted(number(x), number(y), number(radius), fill(palette), opacity(opacity)));
            case Mark.Words words -> words(words);
        }
    }

    private void stroke(String path, Palette palette, double width, String more) {
        inks.add(palette);
        out.append("<path d=\"%s\" class=\"s-%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"%s/>\n"
                .formatted(path, palette.cssName(), number(width), more));
    }

    private void hinted(String element, String hint, String attributes) {
        out.append('<').append(element).append(attributes);
        if (hint.isEmpty()) {
            out.append("/>\n");
        } else {
            out.append("><title>%s</title></%s>\n".formatted(escape(hint), element));
        }
    }

    private void words(Mark.Words words) {
        var x = number(words.x());
        var y = number(words.y());
        out.append("<text x=\"%s\" y=\"%s\" font-size=\"%s\"%s%s%s%s>%s</text>\n"
                .formatted(
                        x,
                        y,
                        number(words.size()),
                        fill(words.palette()),
                        words.anchor() == Anchor.START
                                ? ""
                                : " text-anchor=\"" + words.anchor().name().toLowerCase(Locale.ROOT) + "\"",
                        words.strong() ? " font-weight=\"600\"" : "",
                        words.turn() == 0
                                ? ""
                                : " transform=\"rotate(%s %s %s)\"".formatted(number(words.turn()), x, y),
                        escape(words.text())));
    }

    private String fill(Palette palette) {
        inks.add(palette);
        return " class=\"f-" + palette.cssName() + "\"";
    }

    private static String opacity(double opacity) {
        return opacity >= 1 ? "" : " fill-opacity=\"" + String.format(Locale.ROOT, "%.3f", opacity) + "\"";
    }

    private static String polyline(List<Point> points) {
        return points.stream()
                .map(point -> number(point.x()) + " " + number(point.y()))
                .collect(Collectors.joining("L", "M", ""));
    }

    /** Each stretch a Bézier curve whose ends are vertical. */
    private static String way(List<Point> points) {
        var path = new StringBuilder();
        var last = points.getFirst();
        path.append('M').append(number(last.x())).append(' ').append(number(last.y()));
        for (var point : points.subList(1, points.size())) {
            var middle = number((last.y() + point.y()) / 2);
            path.append("C%s %s %s %s %s %s"
                    .formatted(
                            number(last.x()), middle, number(point.x()), middle, number(point.x()), number(point.y())));
            last = point;
        }
        return path.toString();
    }

    /** With two decimals at most. */
    private static String number(double value) {
        var hundredths = Math.round(value * 100);
        return hundredths % 100 == 0 ? Long.toString(hundredths / 100) : Double.toString(hundredths / 100.0);
    }

    /** Text as XML and HTML take it, in elements and in attributes; characters that neither may hold become {@code ?}. */
    public static String escape(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(allowed(character) ? character : '?');
            }
        });
        return safe.toString();
    }

    private static boolean allowed(int character) {
        var type = Character.getType(character);
        return character == '\n'
                || (type != Character.CONTROL && type != Character.SURROGATE && (character & 0xFFFE) != 0xFFFE);
    }
}
