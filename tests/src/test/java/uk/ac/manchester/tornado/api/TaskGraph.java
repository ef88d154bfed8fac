package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task10;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task11;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task2;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task3;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task4;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task6;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task7;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task8;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task9;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/** Tasks in a row, and what is transferred. */
@SuppressWarnings("unchecked")
public final class TaskGraph {
    private static final int MOST_ARGUMENTS = 20;
    private static final int MOST_TASKS = 256;

    private final String name;
    private final List<Task> tasks = new ArrayList<>();
    private final Set<Object> once = identities();
    private final Set<Object> always = identities();
    private final Set<Object> consumed = identities();
    private final Set<Object> persisted = identities();

    /** As its plan sees it; null until it has one, and where there is no queue. */
    @Nullable
    TornadoTaskGraphInterface taskGraphImpl;

    /** A kernel, called with arguments that stand for those of the graph. */
    record Task(String name, List<Object> arguments, Consumer<Object[]> kernel) {}

    public TaskGraph(String name) {
        this.name = name;
    }

    private static Set<Object> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    public String getTaskGraphName() {
        return name;
    }

    public TaskGraph transferToDevice(int mode, Object... arrays) {
        (mode == DataTransferMode.FIRST_EXECUTION ? once : always).addAll(Arrays.asList(arrays));
        return this;
    }

    public TaskGraph consumeFromDevice(Object... arrays) {
        consumed.addAll(Arrays.asList(arrays));
        return this;
    }

    public TaskGraph persistOnDevice(Object... arrays) {
        persisted.addAll(Arrays.asList(arrays));
        return this;
    }

    public ImmutableTaskGraph snapshot() {
        return new ImmutableTaskGraph(this, name, tasks, once, always, consumed, persisted);
    }

    private TaskGraph add(String task, Consumer<Object[]> kernel, Object... arguments) {
        if (arguments.length > MOST_ARGUMENTS) {
            throw new IllegalArgumentException(task + " has " + arguments.length + " arguments");
        }
        if (tasks.size() == MOST_TASKS) {
            throw new IllegalArgumentException(name + " has more than " + MOST_TASKS + " tasks");
        }
        tasks.add(new Task(task, List.of(arguments), kernel));
        return this;
    }

    public <T1, T2> TaskGraph task(String task, Task2<T1, T2> code, T1 a1, T2 a2) {
        return add(task, a -> code.apply((T1) a[0], (T2) a[1]), a1, a2);
    }

    public <T1, T2, T3> TaskGraph task(String task, Task3<T1, T2, T3> code, T1 a1, T2 a2, T3 a3) {
        return add(task, a -> code.apply((T1) a[0], (T2) a[1], (T3) a[2]), a1, a2, a3);
    }

    public <T1, T2, T3, T4> TaskGraph task(String task, Task4<T1, T2, T3, T4> code, T1 a1, T2 a2, T3 a3, T4 a4) {
        return add(task, a -> code.apply((T1) a[0], (T2) a[1], (T3) a[2], (T4) a[3]), a1, a2, a3, a4);
    }

    public <T1, T2, T3, T4, T5> TaskGraph task(
            String task, Task5<T1, T2, T3, T4, T5> code, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5) {
        return add(task, a -> code.apply((T1) a[0], (T2) a[1], (T3) a[2], (T4) a[3], (T5) a[4]), a1, a2, a3, a4, a5);
    }

    public <T1, T2, T3, T4, T5, T6> TaskGraph task(
            String task, Task6<T1, T2, T3, T4, T5, T6> code, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6) {
        return add(
                task,
                a -> code.apply((T1) a[0], (T2) a[1], (T3) a[2], (T4) a[3], (T5) a[4], (T6) a[5]),
                a1,
                a2,
                a3,
                a4,
                a5,
                a6);
    }

    public <T1, T2, T3, T4, T5, T6, T7> TaskGraph task(
            String task, Task7<T1, T2, T3, T4, T5, T6, T7> code, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7) {
        return add(
                task,
                a -> code.apply((T1) a[0], (T2) a[1], (T3) a[2], (T4) a[3], (T5) a[4], (T6) a[5], (T7) a[6]),
                a1,
                a2,
                a3,
                a4,
                a5,
                a6,
                a7);
    }

    public <T1, T2, T3, T4, T5, T6, T7, T8> TaskGraph task(
            String task,
            Task8<T1, T2, T3, T4, T5, T6, T7, T8> code,
            T1 a1,
            T2 a2,
            T3 a3,
            T4 a4,
            T5 a5,
            T6 a6,
            T7 a7,
            T8 a8) {
        return add(
                task,
                a -> code.apply((T1) a[0], (T2) a[1], (T3) a[2], (T4) a[3], (T5) a[4], (T6) a[5], (T7) a[6], (T8) a[7]),
                a1,
                a2,
                a3,
                a4,
                a5,
                a6,
                a7,
                a8);
    }

    public <T1, T2, T3, T4, T5, T6, T7, T8, T9> TaskGraph task(
            String task,
            Task9<T1, T2, T3, T4, T5, T6, T7, T8, T9> code,
            T1 a1,
            T2 a2,
            T3 a3,
            T4 a4,
            T5 a5,
            T6 a6,
            T7 a7,
            T8 a8,
            T9 a9) {
        return add(
                task,
                a -> code.apply(
                        (T1) a[0], (T2) a[1], (T3) a[2], (T4) a[3], (T5) a[4], (T6) a[5], (T7) a[6], (T8) a[7],
                        (T9) a[8]),
                a1,
                a2,
                a3,
                a4,
                a5,
                a6,
                a7,
                a8,
                a9);
    }

    public <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> TaskGraph task(
            String task,
            Task10<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> code,
            T1 a1,
            T2 a2,
            T3 a3,
            T4 a4,
            T5 a5,
            T6 a6,
            T7 a7,
            T8 a8,
            T9 a9,
            T10 a10) {
        return add(
                task,
                a -> code.apply(
                        (T1) a[0],
                        (T2) a[1],
                        (T3) a[2],
                        (T4) a[3],
                        (T5) a[4],
                        (T6) a[5],
                        (T7) a[6],
                        (T8) a[7],
                        (T9) a[8],
                        (T10) a[9]),
                a1,
                a2,
                a3,
                a4,
                a5,
                a6,
                a7,
                a8,
                a9,
                a10);
    }

    public <T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> TaskGraph task(
            String task,
            Task11<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> code,
            T1 a1,
            T2 a2,
            T3 a3,
            T4 a4,
            T5 a5,
            T6 a6,
            T7 a7,
            T8 a8,
            T9 a9,
            T10 a10,
            T11 a11) {
        return add(
                task,
                a -> code.apply(
                        (T1) a[0],
                        (T2) a[1],
                        (T3) a[2],
                        (T4) a[3],
                        (T5) a[4],
                        (T6) a[5],
                        (T7) a[6],
                        (T8) a[7],
                        (T9) a[8],
                        (T10) a[9],
                        (T11) a[10]),
                a1,
                a2,
                a3,
                a4,
                a5,
                a6,
                a7,
                a8,
                a9,
                a10,
                a11);
    }
}
