package dev.updraft.engine.spi;

import dev.updraft.engine.ClosedException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Admits one thread at a time to something that is not thread-safe. A second thread is refused rather than made to wait: it is a
 * mistake of the program, and waiting would hide it. Only closing waits. A thread that is inside may enter again, from a
 * listener for example, where a call allows that.
 *
 * <p>Entering and leaving are a compare-and-set and two volatile writes, and allocate nothing.
 */
public final class ExclusiveAccess {
    private final String subject;
    private final String advice;
    private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
    private volatile String running = "";
    private volatile boolean closing;
    /** How often the thread that is inside has entered; its own. */
    private int depth;

    /** Guarded by being inside. */
    private boolean closed;

    /**
     * To one thing.
     *
     * @param subject what messages call it: {@code the model}
     * @param advice what to do instead of using it from several threads, as a clause
     */
    public ExclusiveAccess(String subject, String advice) {
        this.subject = subject;
        this.advice = advice;
    }

    /**
     * Enters, or enters again; {@link #exit} must follow.
     *
     * @param call the method that enters, for messages
     * @throws ClosedException if it is closed
     * @throws IllegalStateException if another thread is inside
     */
    public void enter(String call) {
        var self = Thread.currentThread();
        if (self.equals(inside.get())) {
            depth++;
        } else {
            take(self, call);
        }
    }

    /**
     * Enters, but never again: for a call that would change what the running one is working with.
     *
     * @throws ClosedException if it is closed
     * @throws IllegalStateException if another thread is inside, or this one already
     */
    public void enterOnce(String call) {
        var self = Thread.currentThread();
        if (self.equals(inside.get())) {
            throw nested(call);
        }
        take(self, call);
    }

    private void take(Thread self, String call) {
        if (!inside.compareAndSet(null, self)) {
            throw closing ? closedException() : shared(call);
        }
        running = call;
        depth = 1;
        if (closing) {
            exit();
            throw closedException();
        }
    }

    /** Whether the thread that is inside has entered again, from a listener or a callback. */
    public boolean isNested() {
        return depth > 1;
    }

    /** Leaves. */
    public void exit() {
        depth--;
        if (depth == 0) {
            inside.set(null);
            if (closing) {
                wakeClosers();
            }
        }
    }

    private synchronized void wakeClosers() {
        notifyAll();
    }

    /** Whether somebody has begun to close it; the thread that is inside may end early then. */
    public boolean isClosing() {
        return closing;
    }

    /**
     * Waits until nobody is inside, whether interrupted or not, and runs the action once; nobody enters any more.
     *
     * @throws IllegalStateException if this thread is inside
     */
    public void close(Runnable action) {
        var self = Thread.currentThread();
        if (self.equals(inside.get())) {
            throw nested("close");
        }
        closing = true;
        acquire(self);
        depth = 1;
        try {
            if (!closed) {
                closed = true;
                action.run();
            }
        } finally {
            exit();
        }
    }

    private synchronized void acquire(Thread self) {
        var interrupted = false;
        while (!inside.compareAndSet(null, self)) {
            try {
                wait();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            self.interrupt();
        }
    }

    private ClosedException closedException() {
        return new ClosedException(subject + " is closed");
    }

    private IllegalStateException shared(String call) {
        var other = inside.get();
        return new IllegalStateException(call + " was called on " + describe(Thread.currentThread()) + " while "
                + (other == null ? "another thread" : describe(other)) + " was in " + running + ": " + subject
                + " is used by one thread at a time; " + advice);
    }

    private IllegalStateException nested(String call) {
        return new IllegalStateException(call + " was called from within " + running
                + " on the same thread, as by a listener or a callback: call it after " + running + " has returned");
    }

    private static String describe(Thread thread) {
        return "thread " + (thread.getName().isEmpty() ? "#" + thread.threadId() : thread.getName());
    }
}
