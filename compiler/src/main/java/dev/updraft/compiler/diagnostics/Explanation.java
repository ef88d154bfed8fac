package dev.updraft.compiler.diagnostics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The page of a code: what it means, an example that fails with it, and the corrected example.
 *
 * @param code the code
 * @param page the page in Markdown
 */
public record Explanation(Code code, String page) {

    private static final Pattern FAILS = example("Fails");
    private static final Pattern FIXED = example("Fixed");

    /** The page of {@code code}; every code has one. */
    public static Explanation of(Code code) {
        try (var page = Explanation.class.getResourceAsStream("explain/" + code + ".md")) {
            if (page == null) {
                throw new IllegalStateException("no page for " + code);
            }
            return new Explanation(code, new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A model that fails with this code only; empty if the code is not about the contents of a file. */
    public Optional<String> failing() {
        return find(FAILS);
    }

    /** The corrected model. */
    public Optional<String> fixed() {
        return find(FIXED);
    }

    private Optional<String> find(Pattern example) {
        var matcher = example.matcher(page);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Pattern example(String heading) {
        return Pattern.compile("^## " + heading + "\n+```model\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    }
}
