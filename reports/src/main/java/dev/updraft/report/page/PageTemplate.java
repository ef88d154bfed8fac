package dev.updraft.report.page;

import dev.updraft.charts.picture.SvgText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What every page has around its content. */
public final class PageTemplate {
    /** What tells a page of ours from others. */
    public static final String SIGN = "<meta name=\"generator\" content=\"Updraft\">";

    private static final String STYLE = style();

    private PageTemplate() {}

    /**
     * A page that fetches nothing and runs nothing.
     *
     * @param main what it shows
     */
    public static String of(String title, Html main) {
        return page(title, "default-src 'none'; img-src data:; style-src 'unsafe-inline'", main, "");
    }

    /**
     * A page with a script of ours that listens to the server it came from.
     *
     * @param script plain JavaScript, none of it from users
     */
    public static String withScript(String title, Html main, String script) {
        return page(
                title,
                "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
                main,
                "<script>" + script + "</script>\n");
    }

    private static String page(String title, String policy, Html main, String script) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                %s
                <meta http-equiv="Content-Security-Policy" content="%s">
                <title>%s</title>
                <link rel="icon" href="data:,">
                <style>
                %s%s
                </style>
                </head>
                <body>
                %s
                %s</body>
                </html>
                """.formatted(SIGN, policy, SvgText.escape(title), SvgText.pageStyle(), STYLE, main.markup(), script);
    }

    private static String style() {
        try (var in = Objects.requireNonNull(PageTemplate.class.getResourceAsStream("page.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
