package dev.updraft.engine.cpu.execution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the workers do between two meetings. */
public sealed interface Phase {

    /** Every shard of the batch goes through all of its tasks, which those of the same size share. */
    record PerShard(List<List<CpuTask>> tasksByShard) implements Phase {
        public PerShard {
            tasksByShard = List.copyOf(tasksByShard);
        }
    }

    /** Every item is done once. */
    record Once(List<Item> items) implements Phase {
        public Once {
            items = List.copyOf(items);
        }

        /** In the order of places in the tasks, so that a range of items is of about the same places in all tasks. */
        public static Once of(List<CpuTask> tasks) {
            var items = new ArrayList<Item>();
            for (var cpuTask : tasks) {
                for (var part = 0; part < cpuTask.parts(); part++) {
                    items.add(new Item(cpuTask, part));
                }
            }
            items.sort(Comparator.comparingDouble(Item::place));
            return new Once(items);
        }
    }

    /** A part of a task. */
    record Item(CpuTask cpuTask, int part) {
        /** Where in its task the middle of the part lies, between 0 and 1. */
        private double place() {
            return (part + 0.5) / cpuTask.parts();
        }
    }
}
