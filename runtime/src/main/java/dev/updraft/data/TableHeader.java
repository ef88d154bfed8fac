package dev.updraft.data;

import java.util.List;

/**
 * Which columns of a table the values of inputs that are tensors, and of a target, come from: known once a model has been
 * trained, so that the columns of another table are found by their names.
 *
 * @param inputs names of the columns of the input, in the order of its values, those of one behind those of another if there are
 *     several; empty if they are not known
 * @param targets names of the columns of the target, in order; empty if they are not known
 */
public record TableHeader(List<String> inputs, List<String> targets) {
    /** Nothing is known. */
    public static final TableHeader NONE = new TableHeader(List.of(), List.of());

    public TableHeader {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return inputs.isEmpty();
    }
}
