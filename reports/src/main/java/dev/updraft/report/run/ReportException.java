package dev.updraft.report.run;

import org.jspecify.annotations.Nullable;

/** Thrown if a report cannot be written or read; the message says why, and what to do. */
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ReportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
