package dev.updraft.compiler.diagnostics;

import java.util.Locale;
import java.util.regex.Pattern;

/** Passwords in addresses of databases, which do not belong there and are never printed. */
public final class Secrets {
    /** {@code password=x}, {@code pwd=x}, {@code //user:x@host}, {@code user/x@host}. */
    private static final Pattern PASSWORD = Pattern.compile("(?i)(?:password|passwd|pwd)=([^;&\"]+)"
            + "|//[^/@?;\"]*:([^/@?;\"]*)@|jdbc:oracle:[^:\"]+:[^:/@\"]+/([^@\"]+)@");

    private Secrets() {}

    /** Whether an address of a database has one. */
    public static boolean isIn(String url) {
        return PASSWORD.matcher(url).find();
    }

    /** A line with an asterisk for each character of a password, so that all else stays in its place. */
    public static String masked(String line) {
        if (!line.toLowerCase(Locale.ROOT).contains("jdbc:")) {
            return line;
        }
        var masked = new StringBuilder(line);
        var found = PASSWORD.matcher(line);
        while (found.find()) {
            for (var group = 1; group <= found.groupCount(); group++) {
                for (var i = found.start(group); i >= 0 && i < found.end(group); i++) {
                    masked.setCharAt(i, '*');
                }
            }
        }
        return masked.toString();
    }
}
