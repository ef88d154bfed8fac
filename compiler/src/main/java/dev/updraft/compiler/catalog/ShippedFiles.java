package dev.updraft.compiler.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files of blocks that come with Updraft, for {@code import "updraft:losses.model"}. */
public final class ShippedFiles {
    /** What their imports begin with; no path of a file has a colon. */
    public static final String PREFIX = "updraft:";

    /** The files there are. */
    public static final List<String> NAMES = List.of("losses.model");

    private ShippedFiles() {}

    /** The text of a file. */
    public static String text(String name) {
        try (var in = ShippedFiles.class.getResourceAsStream("/dev/updraft/compiler/blocks/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The import that brings a block: {@code import "updraft:losses.model"}. */
    public static Optional<String> importOf(String block) {
        var declaration = Pattern.compile("^(shared )?block " + Pattern.quote(block) + "\\(", Pattern.MULTILINE);
        return NAMES.stream()
                .filter(name -> declaration.matcher(text(name)).find())
                .map(name -> "import \"" + PREFIX + name + "\"")
                .findFirst();
    }
}
