package dev.updraft.data.batches;

import static java.util.stream.Collectors.joining;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.ForwardingDataset;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The inputs and targets of a data set in the order of a model, found by their names; targets that the model has not are
 * left out.
 */
public final class MatchedDataset extends ForwardingDataset {
    private final Dataset data;
    private final int[] inputPlaces;
    private final int[] targetPlaces;
    private final List<Input> inputs;
    private final List<Target> targets;

    private MatchedDataset(Dataset data, int[] inputPlaces, int[] targetPlaces) {
        super(data);
        this.data = data;
        this.inputPlaces = inputPlaces;
        this.targetPlaces = targetPlaces;
        var givenInputs = data.inputs();
        var givenTargets = data.targets();
        inputs = chosen(inputPlaces, givenInputs::get);
        targets = chosen(targetPlaces, givenTargets::get);
    }

    /**
     * A data set as a model wants it.
     *
     * @throws DataException if an input or a target is missing, or an input is none of the model's
     */
    public static Dataset of(Dataset data, DataSpec dataSpec) {
        var given = data.inputs().stream().map(Input::name).toList();
        var inputPlaces = places(
                data,
                "input",
                given,
                dataSpec.inputs().stream().map(DataSpec.Input::name).toList());
        if (given.size() > inputPlaces.length) {
            throw new DataException(data.description() + " does not match the model: it has inputs that the model"
                    + " does not have: "
                    + given.stream()
                            .filter(name -> dataSpec.inputs().stream()
                                    .noneMatch(input -> input.name().equals(name)))
                            .collect(joining(", "))
                    + "; remove them, or declare them in the model");
        }
        var targetPlaces = places(
                data,
                "target",
                data.targets().stream().map(Target::name).toList(),
                dataSpec.targets().stream().map(DataSpec.Target::name).toList());
        return isInOrder(inputPlaces, given.size())
                        && isInOrder(targetPlaces, data.targets().size())
                ? data
                : new MatchedDataset(data, inputPlaces, targetPlaces);
    }

    private static boolean isInOrder(int[] places, int count) {
        var inOrder = places.length == count;
        for (var i = 0; i < places.length; i++) {
            inOrder &= places[i] == i;
        }
        return inOrder;
    }

    private static int[] places(Dataset data, String kind, List<String> given, List<String> wanted) {
        if (wanted.size() == 1 && given.size() == 1 && given.getFirst().isEmpty()) {
            return new int[] {0};
        }
        var places = new int[wanted.size()];
        for (var i = 0; i < places.length; i++) {
            places[i] = given.indexOf(wanted.get(i));
            if (places[i] < 0) {
                throw new DataException(data.description() + " does not match the model: it has no " + kind + " `"
                        + wanted.get(i) + "`, which the model needs; " + found(kind, given));
            }
        }
        return places;
    }

    private static String found(String kind, List<String> given) {
        if (given.isEmpty()) {
            return "it has none";
        }
        return given.getFirst().isEmpty()
                ? "it has one " + kind + " without a name; use Datasets.arrays() or an .npz file to name them"
                : "its " + kind + "s are " + String.join(", ", given) + "; rename them as in the model";
    }

    private static <T> List<T> chosen(int[] places, Function<Integer, T> given) {
        var chosen = new ArrayList<T>();
        for (var place : places) {
            chosen.add(given.apply(place));
        }
        return List.copyOf(chosen);
    }

    @Override
    public List<Input> inputs() {
        return inputs;
    }

    @Override
    public List<Target> targets() {
        return targets;
    }

    @Override
    public List<ColumnValues> columns(int input) {
        return data.columns(inputPlaces[input]);
    }

    @Override
    public void copyInput(int input, int index, MemorySegment segment, long offset) {
        data.copyInput(inputPlaces[input], index, segment, offset);
    }

    @Override
    public void copyTarget(int target, int index, MemorySegment segment, long offset) {
        data.copyTarget(targetPlaces[target], index, segment, offset);
    }
}
