package dev.updraft.engine.fuzz;

import dev.updraft.engine.fuzz.RandomNetwork.Loss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a network that shows a fault smaller, as long as it shows it. */
final class Shrinker {
    private static final Pattern SETTING = Pattern.compile(", [a-z_]+: (\\([^()]*\\)|[a-z0-9_.]+(\\([^()]*\\))?)");
    private static final Pattern NUMBER = Pattern.compile("(?<![a-z0-9_.])[0-9]+(?![0-9.])");
    private static final String PLAIN_OPTIMIZER = "sgd(learning_rate: 0.01)";
    private static final List<String> PLAIN_ENDINGS = List.of(" -> dense(%d)", " -> flatten -> dense(%d)");
    private static final Loss PLAIN_LOSS = new Loss("mse", "");

    private final Predicate<RandomNetwork> faulty;

    /**
     * A shrinker.
     *
     * @param faulty whether a network shows the fault; asked of models that make no sense, too
     */
    Shrinker(Predicate<RandomNetwork> faulty) {
        this.faulty = faulty;
    }

    /** The smallest that it comes to. */
    RandomNetwork shrink(RandomNetwork network) {
        var smallest = network;
        for (var smaller = step(smallest); smaller.isPresent(); smaller = step(smallest)) {
            smallest = smaller.get();
        }
        return smallest;
    }

    /** The first smaller one that still shows the fault. */
    private Optional<RandomNetwork> step(RandomNetwork network) {
        return smaller(network).filter(faulty).findFirst();
    }

    private static Stream<RandomNetwork> smaller(RandomNetwork network) {
        var stages = network.stages();
        var all = new ArrayList<RandomNetwork>();
        for (var index = 0; index < stages.size(); index++) {
            all.add(network.withStages(without(stages, index)));
        }
        fromJoin(network).ifPresent(all::add);
        if (!network.optimizer().equals(PLAIN_OPTIMIZER)) {
            all.add(network.withOptimizer(PLAIN_OPTIMIZER));
        }
        if (!network.loss().equals(PLAIN_LOSS)) {
            all.add(network.withGoal("float[%d]", PLAIN_LOSS));
        }
        less(network.batch()).forEach(size -> all.add(network.withBatch(size)));
        less(network.outputs()).forEach(count -> all.add(network.withOutputs(count)));
        smallerInputs(network.inputs()).forEach(inputs -> all.add(network.withInputs(inputs)));
        PLAIN_ENDINGS.stream()
                .filter(ending -> ending.length() < network.ending().length())
                .forEach(ending -> all.add(network.withEnding(ending)));
        simpler(network.ending()).forEach(ending -> all.add(network.withEnding(ending)));
        for (var index = 0; index < stages.size(); index++) {
            var place = index;
            simpler(stages.get(index)).forEach(stage -> all.add(network.withStages(with(stages, place, stage))));
        }
        return all.stream();
    }

    /** Without what comes before the second input is joined, so that the first has extents that fit. */
    private static Optional<RandomNetwork> fromJoin(RandomNetwork network) {
        var stages = network.stages();
        return IntStream.range(1, stages.size())
                .filter(index ->
                        network.inputs().size() == 2 && stages.get(index).contains("$"))
                .mapToObj(index -> network.withStages(stages.subList(index, stages.size()))
                        .withInputs(Collections.nCopies(2, network.inputs().getLast())))
                .findFirst();
    }

    /** With one extent smaller: of one input, or of all inputs that have it, since what is joined must fit. */
    private static Stream<List<List<Integer>>> smallerInputs(List<List<Integer>> inputs) {
        var all = new ArrayList<List<List<Integer>>>();
        for (var place = 0; place < inputs.size(); place++) {
            var input = inputs.get(place);
            for (var index = 0; index < input.size(); index++) {
                var axis = index;
                var extent = input.get(axis);
                for (var smaller : less(extent).toList()) {
                    all.add(with(inputs, place, with(input, axis, smaller)));
                    all.add(inputs.stream()
                            .map(each -> each.size() > axis && each.get(axis).equals(extent)
                                    ? with(each, axis, smaller)
                                    : each)
                            .toList());
                }
            }
        }
        return all.stream();
    }

    private static <T> List<T> without(List<T> list, int index) {
        var copy = new ArrayList<>(list);
        copy.remove(index);
        return copy;
    }

    private static <T> List<T> with(List<T> list, int index, T other) {
        var copy = new ArrayList<>(list);
        copy.set(index, other);
        return copy;
    }

    private static Stream<Integer> less(int number) {
        return Stream.of(1, number / 2, number - 1)
                .filter(smaller -> smaller >= 1 && smaller < number)
                .distinct();
    }

    /** Without one setting, or with one number smaller. */
    private static Stream<String> simpler(String text) {
        var withoutSetting = SETTING.matcher(text)
                .results()
                .map(found -> text.substring(0, found.start()) + text.substring(found.end()));
        var withLess = NUMBER.matcher(text)
                .results()
                .flatMap(found -> less(Integer.parseInt(found.group()))
                        .map(number -> text.substring(0, found.start()) + number + text.substring(found.end())));
        return Stream.concat(withoutSetting, withLess);
    }
}
