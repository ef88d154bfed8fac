package dev.updraft.engine.gpu.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a driver does not start, as the worker reports it: in one line. */
final class StartProblem {
    /** How the native libraries of TornadoVM's backends begin, on every system. */
    private static final String LIBRARY = "(lib)?tornado-.*";

    private StartProblem() {}

    /** The innermost cause, which says most; with what keeps a native library from loading, which TornadoVM does not say. */
    static String of(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var words = cause.getClass().getSimpleName() + ": " + plain(cause.getMessage());
        return words.contains("Library not found") ? library().orElse(words) : words;
    }

    /** Without colours and line breaks. */
    private static String plain(@Nullable String message) {
        return String.valueOf(message)
                .replaceAll("\u001B\\[[0-9;]*m", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static Optional<String> library() {
        return Stream.of(System.getProperty("java.library.path", "").split(File.pathSeparator))
                .map(Path::of)
                .flatMap(StartProblem::libraries)
                .flatMap(file -> problem(file).stream())
                .findFirst();
    }

    private static Stream<Path> libraries(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(LIBRARY)).sorted().toList().stream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    @SuppressWarnings("restricted")
    private static Optional<String> problem(Path library) {
        try {
            System.load(library.toAbsolutePath().toString());
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            return Optional.of("UnsatisfiedLinkError: " + plain(e.getMessage()));
        }
    }
}
