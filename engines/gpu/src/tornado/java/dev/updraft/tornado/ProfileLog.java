package dev.updraft.tornado;

import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/** What TornadoVM's profiler writes: an object of JSON for each run of a graph, and in it one for each task. */
final class ProfileLog {
    /** {@code "step0.conv2d_1": { "BACKEND": "OpenCL", …, "TASK_KERNEL_TIME": "12345" }}. */
    private static final Pattern TASK =
            Pattern.compile("\"step\\d+\\.(\\w+)\":\\s*\\{[^{}]*\"TASK_KERNEL_TIME\":\\s*\"(\\d+)\"");

    private ProfileLog() {}

    /** The mean nanoseconds of tasks; 0 for one that the log says nothing of. */
    static long[] means(String log, List<String> tasks) {
        var sums = new HashMap<String, Long>();
        var counts = new HashMap<String, Long>();
        var found = TASK.matcher(log);
        while (found.find()) {
            sums.merge(found.group(1), Long.parseLong(found.group(2)), Long::sum);
            counts.merge(found.group(1), 1L, Long::sum);
        }
        return tasks.stream()
                .mapToLong(task -> sums.getOrDefault(task, 0L) / counts.getOrDefault(task, 1L))
                .toArray();
    }
}
