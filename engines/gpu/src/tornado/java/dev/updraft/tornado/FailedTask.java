package dev.updraft.tornado;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/** Finds the task that TornadoVM failed at: mostly it names none. */
record FailedTask(TornadoProgram program, TornadoDevice device, DeviceArrays arrays) {

    /** The task that the words of a failure name, or of its causes. */
    Optional<String> named(Throwable failure) {
        var words = new StringBuilder();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            words.append(TornadoDriver.plain(cause.getMessage())).append('\n');
        }
        for (var index = 0; index < program.graphs(); index++) {
            for (var task : tasks(index)) {
                if (Pattern.compile("(?<!\\w)" + task + "(?!\\w)")
                        .matcher(words)
                        .find()) {
                    return Optional.of(task);
                }
            }
        }
        return Optional.empty();
    }

    /** As {@link #named}; if none is, the first task that does not compile when it is alone. */
    Optional<String> compiled(Throwable failure) {
        var named = named(failure);
        for (var index = 0; named.isEmpty() && index < program.graphs(); index++) {
            var graph = index;
            named = tasks(index).stream().filter(task -> !compiles(graph, task)).findFirst();
        }
        return named;
    }

    /** The names of all tasks of a step, in order. */
    List<String> all() {
        return IntStream.range(0, program.graphs())
                .boxed()
                .flatMap(index -> tasks(index).stream())
                .toList();
    }

    private List<String> tasks(int index) {
        var names = new ArrayList<String>();
        program.add(index, new TaskGraph("names"), arrays, new GridScheduler(), name -> {
            names.add(name);
            return false;
        });
        return names;
    }

    private boolean compiles(int index, String task) {
        var grids = new GridScheduler();
        var graph = new TaskGraph("alone").consumeFromDevice(arrays.all());
        program.add(index, graph, arrays, grids, task::equals);
        try (var plan =
                new TornadoExecutionPlan(graph.persistOnDevice(arrays.all()).snapshot())) {
            plan.withGridScheduler(grids);
            plan.withDevice(device);
            plan.withPreCompilation();
            return true;
        } catch (TornadoExecutionPlanException _) {
            return true;
        } catch (RuntimeException | Error _) {
            return false;
        } finally {
            TornadoPlan.keepOthers(device);
        }
    }
}
