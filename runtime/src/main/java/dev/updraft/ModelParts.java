package dev.updraft;

import dev.updraft.compiler.layers.LayerGraph;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a model that was last asked for, so that a loop over samples does not compile it again for each. Used by one
 * thread at a time.
 */
final class ModelParts implements AutoCloseable {
    private final Model whole;
    private String value = "";
    private int changes;
    private @Nullable Model part;

    ModelParts(Model whole) {
        this.whole = whole;
    }

    /** Predicts a value with the weights that the model has now. */
    Model upTo(String wanted) {
        return part(wanted, () -> whole.upTo(wanted));
    }

    /** As {@link #upTo}, of a value that the file need not have a name for. */
    Model giving(LayerGraph.Value wanted) {
        return part("value " + wanted.name(), () -> whole.giving(wanted));
    }

    private Model part(String wanted, Supplier<Model> made) {
        var last = part;
        if (last != null && value.equals(wanted) && changes == whole.changes()) {
            return last;
        }
        var fresh = made.get();
        close();
        part = fresh;
        value = wanted;
        changes = whole.changes();
        return fresh;
    }

    @Override
    public void close() {
        if (part != null) {
            part.close();
            part = null;
        }
    }
}
