package dev.updraft.compiler.check;

import dev.updraft.compiler.catalog.ShippedFiles;
import dev.updraft.compiler.check.ImportResolver.UnresolvedException;
import dev.updraft.compiler.check.ImportResolver.UnresolvedException.Reason;
import dev.updraft.compiler.diagnostics.SourceFile;

/** Resolves imports of blocks that come with Updraft: {@code import "updraft:losses.model"}. */
public final class ShippedBlocks {
    private ShippedBlocks() {}

    /** Whether an import names one. */
    public static boolean isShipped(String path) {
        return path.startsWith(ShippedFiles.PREFIX);
    }

    /**
     * The file that an import names.
     *
     * @throws UnresolvedException if there is none
     */
    public static SourceFile resolve(String path) throws UnresolvedException {
        var name = path.substring(ShippedFiles.PREFIX.length());
        if (!ShippedFiles.NAMES.contains(name)) {
            throw new UnresolvedException(
                    Reason.MISSING,
                    "Updraft comes with no such file, only with " + String.join(", ", ShippedFiles.NAMES));
        }
        return new SourceFile(path, ShippedFiles.text(name));
    }
}
