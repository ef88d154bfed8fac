package dev.updraft.compiler.check;

import dev.updraft.compiler.diagnostics.SourceFile;

/** Finds the files that {@code import} names: in a folder, or in the resources of a jar. */
public interface ImportResolver {

    /**
     * The file that {@code importer} calls {@code path}. The name of the result identifies it: two imports of one file give
     * the same name.
     *
     * @throws UnresolvedException if there is none, or it may not be read
     */
    SourceFile resolve(SourceFile importer, String path) throws UnresolvedException;

    /** Finds only what comes with Updraft: for text that comes from no folder. */
    ImportResolver NONE = (_, path) -> {
        if (ShippedBlocks.isShipped(path)) {
            return ShippedBlocks.resolve(path);
        }
        throw new UnresolvedException(UnresolvedException.Reason.MISSING, "there is nowhere to look for " + path);
    };

    /** Why a file cannot be imported. */
    final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1;

        private final Reason reason;

        /** Whether there is nothing to read, it may not be read, or it is not clear what is meant. */
        public enum Reason {
            MISSING,
            FORBIDDEN,
            AMBIGUOUS
        }

        /**
         * @param reason what kind of reason it is
         * @param message the reason for people, without a full stop
         */
        public UnresolvedException(Reason reason, String message) {
            super(message);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }
}
