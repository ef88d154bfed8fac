package dev.updraft.report.page;

import dev.updraft.charts.picture.SvgText;
import java.util.List;
import java.util.stream.Collectors;

/** A piece of a page. Text of users gets in through {@link #text} and {@link #with} only, which escape it. */
public record Html(String markup) {
    private static final Html NOTHING = new Html("");

    /** Nothing at all. */
    public static Html nothing() {
        return NOTHING;
    }

    /** Text as it is. */
    public static Html text(String text) {
        return new Html(SvgText.escape(text));
    }

    /**
     * An element.
     *
     * @param tag its name, and attributes that are constants: {@code p class="lead"}
     */
    public static Html tag(String tag, Html... content) {
        return tag(tag, List.of(content));
    }

    /** As the other. */
    public static Html tag(String tag, List<Html> content) {
        var space = tag.indexOf(' ');
        return new Html(
                "<" + tag + ">" + joined(content).markup + "</" + (space < 0 ? tag : tag.substring(0, space)) + ">");
    }

    /** An element that holds nothing and has no end: {@code img alt=""}. */
    public static Html empty(String tag) {
        return new Html("<" + tag + ">");
    }

    /** An element that holds text. */
    public static Html tag(String tag, String text) {
        return tag(tag, text(text));
    }

    /** One after the other. */
    public static Html joined(List<Html> parts) {
        return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
    }

    /** One after the other. */
    public static Html joined(Html... parts) {
        return joined(List.of(parts));
    }

    /** This element with another attribute. */
    public Html with(String attribute, String value) {
        var end = markup.indexOf('>');
        return new Html(markup.substring(0, end) + " " + attribute + "=\"" + SvgText.escape(value) + "\""
                + markup.substring(end));
    }
}
