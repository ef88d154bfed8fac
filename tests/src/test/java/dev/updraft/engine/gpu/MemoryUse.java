package dev.updraft.engine.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a worker keeps, apart from what comes and goes. Its heap has one size and is touched from the start, so that garbage changes
 * neither figure.
 *
 * @param objects bytes of what is alive on the heap
 * @param anonymous bytes of the process that belong to no file: the heap, which never changes, and what drivers allocate
 */
record MemoryUse(long objects, long anonymous) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");
    private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s+(\\d+) kB$");

    /** Flags for a worker that is measured. */
    static String[] flags() {
        return new String[] {"-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch"};
    }

    /** Of a process of this Java's version, after a full collection. Linux only. */
    static MemoryUse of(ProcessHandle process) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var histogram = said(jcmd, Long.toString(process.pid()), "GC.class_histogram");
        var status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
        return new MemoryUse(number(TOTAL, histogram), number(ANONYMOUS, status) * 1024);
    }

    private static String said(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.inputReader()) {
            return output.readAllAsString();
        }
    }

    private static long number(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException(pattern + " is not in: " + text);
        }
        return Long.parseLong(found.group(1));
    }
}
