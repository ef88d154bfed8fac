package dev.updraft.checkpoints.internal;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in a run a checkpoint was taken: the name of its folder, {@code step-1563-epoch-1}.
 *
 * @param step optimizer steps that are done
 * @param epochs epochs that are done
 */
public record CheckpointName(long step, int epochs) implements Comparable<CheckpointName> {
    private static final Pattern FORM = Pattern.compile("step-(\\d{1,18})-epoch-(\\d{1,9})");
    private static final Comparator<CheckpointName> ORDER =
            Comparator.comparingLong(CheckpointName::step).thenComparingInt(CheckpointName::epochs);

    public static Optional<CheckpointName> of(String text) {
        var found = FORM.matcher(text);
        return found.matches()
                ? Optional.of(new CheckpointName(Long.parseLong(found.group(1)), Integer.parseInt(found.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(CheckpointName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "step-" + step + "-epoch-" + epochs;
    }
}
