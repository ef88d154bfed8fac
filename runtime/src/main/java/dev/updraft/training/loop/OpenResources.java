package dev.updraft.training.loop;

import java.util.ArrayList;
import java.util.List;

/** What a learner has opened. It is closed in reverse, all of it, though some of it fail. */
public final class OpenResources implements AutoCloseable {
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Adds what is to be closed before all that is there. */
    public <T extends AutoCloseable> T add(T resource) {
        opened.add(resource);
        return resource;
    }

    /** Throws the first failure, with the others suppressed in it. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (var resource : opened.reversed()) {
            try {
                resource.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e instanceof RuntimeException known ? known : new IllegalStateException(e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        opened.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
