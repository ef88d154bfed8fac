package dev.updraft.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What Linux says of this process and of the machine. */
final class Machine {
    private Machine() {}

    /**
     * Processor time since the start, in ticks.
     *
     * @param all of the whole machine, idle time included
     * @param busy of the whole machine
     * @param own of this process
     */
    record CpuTime(long all, long busy, long own) {
        /** Share of the machine that other processes took since {@code before}. */
        double others(CpuTime before) {
            return Math.max(0, (busy - before.busy) - (own - before.own)) / (double) (all - before.all);
        }
    }

    static CpuTime cpuTime() {
        var machine = Arrays.stream(lines("/proc/stat")[0].split("\\s+"))
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray();
        var all = Arrays.stream(machine).sum();
        // Behind the last bracket stand state and numbers; user and system time are the 12th and 13th of them.
        var process = lines("/proc/self/stat")[0];
        var fields = process.substring(process.lastIndexOf(')') + 2).split(" ");
        return new CpuTime(all, all - machine[3] - machine[4], Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }

    /** Milliseconds since the start of the JVM. */
    static long sinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    /** A metric of this process's memory in MB: {@code VmRSS} now, {@code VmHWM} at most so far. */
    static long memory(String metric) {
        return Arrays.stream(lines("/proc/self/status"))
                .filter(line -> line.startsWith(metric + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static String[] lines(String file) {
        try {
            return Files.readString(Path.of(file)).split("\n");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
