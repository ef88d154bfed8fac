package dev.updraft.tornado;

import dev.updraft.engine.gpu.worker.Driver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/** Takes the time of each graph of a program, alone on the device. They share its arrays; what is in them does not matter. */
record TornadoTrials(TornadoProgram program, TornadoDevice device, DeviceArrays arrays) {
    /** A graph that has run for so long in all is known well enough. */
    private static final long ENOUGH_NANOSECONDS = 100_000_000;

    /** As {@link Driver#time}. */
    long[] times(int runs, Duration most) {
        var end = System.nanoTime() + most.toNanos();
        var grids = new GridScheduler();
        var graphs = new ArrayList<ImmutableTaskGraph>();
        graphs.add(TornadoPlan.room(arrays, grids));
        var places = new int[program.graphs()];
        for (var index = 0; index < places.length; index++) {
            places[index] = add(index, graphs, grids);
        }
        var times = new long[places.length];
        var done = 0;
        try (var plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new))) {
            plan.withGridScheduler(grids);
            plan.withDevice(device);
            plan.withGraph(0).execute();
            for (; done < times.length && System.nanoTime() < end; done++) {
                times[done] = places[done] < 0 ? Driver.FAILED : time(plan, places[done], runs);
            }
            plan.freeDeviceMemory();
        } catch (TornadoExecutionPlanException _) {
            // What could not be freed is freed when the worker ends.
        } finally {
            TornadoPlan.keepOthers(device);
        }
        return Arrays.copyOf(times, done);
    }

    /** Adds a graph of the program, and gives its place; -1 if TornadoVM does not take it. */
    private int add(int index, List<ImmutableTaskGraph> graphs, GridScheduler grids) {
        try {
            var trial = new TaskGraph("trial" + index).consumeFromDevice(arrays.all());
            program.add(index, trial, arrays, grids, _ -> true);
            graphs.add(trial.persistOnDevice(arrays.all()).snapshot());
            return graphs.size() - 1;
        } catch (RuntimeException | Error _) {
            return -1;
        }
    }

    private static long time(TornadoExecutionPlan plan, int graph, int runs) {
        try {
            var best = Driver.FAILED;
            var chosen = plan.withGraph(graph);
            chosen.withPreCompilation();
            // Drivers put off work until something runs for the first time.
            chosen.execute();
            var start = System.nanoTime();
            for (var run = 0; run < runs && System.nanoTime() - start < ENOUGH_NANOSECONDS; run++) {
                var before = System.nanoTime();
                chosen.execute();
                best = Math.min(best, System.nanoTime() - before);
            }
            return best;
        } catch (RuntimeException | Error _) {
            return Driver.FAILED;
        }
    }
}
