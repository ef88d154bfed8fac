package dev.updraft.compiler.check;

import dev.updraft.compiler.check.ImportResolver.UnresolvedException;
import dev.updraft.compiler.check.ImportResolver.UnresolvedException.Reason;
import dev.updraft.compiler.diagnostics.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Blocks that come with Updraft: {@code import "updraft:losses.model"}. No path of a file has a colon. */
public final class ShippedBlocks {
    private static final String PREFIX = "updraft:";

    /** The files there are. */
    public static final List<String> FILES = List.of("losses.model");

    private ShippedBlocks() {}

    /** Whether an import names one. */
    public static boolean isShipped(String path) {
        return path.startsWith(PREFIX);
    }

    /**
     * The file that an import names.
     *
     * @throws UnresolvedException if there is none
     */
    public static SourceFile resolve(String path) throws UnresolvedException {
        var name = path.substring(PREFIX.length());
        if (!FILES.contains(name)) {
            throw new UnresolvedException(
                    Reason.MISSING, "Updraft comes with no such file, only with " + String.join(", ", FILES));
        }
        try (var in = ShippedBlocks.class.getResourceAsStream("/dev/updraft/compiler/blocks/" + name)) {
            return new SourceFile(
                    path, new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
