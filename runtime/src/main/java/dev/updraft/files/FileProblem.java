package dev.updraft.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Why a file cannot be read or written: the messages of Java's exceptions are often no more than its name. */
public final class FileProblem {
    private static final String UNKNOWN = "the file system reports an error";

    private FileProblem() {}

    /** In words that follow a colon. */
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "access is denied";
            case FileAlreadyExistsException _ -> "a file with that name exists already";
            case ClosedByInterruptException _ -> "the thread was interrupted; its interrupt status is kept";
            case NotDirectoryException _ -> "it is a file, not a folder";
            case FileSystemException failure -> Objects.requireNonNullElse(failure.getReason(), UNKNOWN);
            default -> Objects.requireNonNullElse(e.getMessage(), UNKNOWN);
        };
    }
}
