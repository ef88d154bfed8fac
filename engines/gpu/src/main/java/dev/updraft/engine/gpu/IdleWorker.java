package dev.updraft.engine.gpu;

import dev.updraft.engine.gpu.worker.WorkerProcess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The worker that was asked for its devices, kept for the first session: starting another takes more than a second. If nobody
 * wants it for a while, it is closed.
 */
final class IdleWorker {
    private final Duration patience;
    private @Nullable WorkerProcess worker;

    /**
     * Keeps none yet.
     *
     * @param patience how long one is kept; if zero, none is
     */
    IdleWorker(Duration patience) {
        this.patience = patience;
    }

    /** Keeps it. */
    synchronized void keep(WorkerProcess spare) {
        if (patience.isZero()) {
            spare.close();
            return;
        }
        worker = spare;
        Thread.ofVirtual().name("updraft-spare-worker").start(this::closeLater);
    }

    private void closeLater() {
        try {
            Thread.sleep(patience);
        } catch (InterruptedException _) {
            // Nobody interrupts it; if somebody does, it ends sooner.
        }
        var unwanted = take();
        if (unwanted != null) {
            unwanted.close();
        }
    }

    /** The worker, which is the caller's from now on; null if there is none, or it has died meanwhile. */
    synchronized @Nullable WorkerProcess take() {
        var taken = worker;
        worker = null;
        if (taken != null && !taken.handle().isAlive()) {
            taken.close();
            return null;
        }
        return taken;
    }
}
