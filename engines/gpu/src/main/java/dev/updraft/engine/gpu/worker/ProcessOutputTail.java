package dev.updraft.engine.gpu.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Listens to what a process says and keeps the last of it, for the day that it dies. */
final class ProcessOutputTail {
    private static final int LINES = 30;

    /** A machine that is out of breath takes its time to bury a process. */
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread listener;

    ProcessOutputTail(Process process) {
        this.process = process;
        listener = Thread.ofPlatform().daemon().name("updraft-worker-output").start(this::listen);
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader()) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException _) {
            // The process has ended.
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        if (lines.size() > LINES) {
            lines.remove();
        }
    }

    /** How a process that is ending ended, and what it said, in words. */
    String of() {
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            listener.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return end() + said();
    }

    /** How a process ended that never worked, in one line. */
    String ofStart() {
        of();
        var words = first();
        return end() + (words.isEmpty() ? " and said nothing" : ": " + words);
    }

    /** The first that tells something: not warnings, nor where in the code it happened. */
    private synchronized String first() {
        return lines.stream()
                .map(String::strip)
                .filter(line ->
                        !line.matches("(?i)#?|at .*|\\.\\.\\. \\d+ more|WARNING:.*|Picked up .*|.* VM warning: .*"))
                .limit(2)
                .collect(Collectors.joining("; "));
    }

    /** Shells and Java give 128 more than the number of a signal. */
    private String end() {
        if (process.isAlive()) {
            return "";
        }
        var code = process.exitValue();
        return code > 128 ? ", ended by signal " + (code - 128) : ", exit code " + code;
    }

    private synchronized String said() {
        return lines.isEmpty() ? " and said nothing" : "; the last it said:\n    " + String.join("\n    ", lines);
    }
}
