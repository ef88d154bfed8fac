package dev.updraft.engine.fuzz;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A network as text that can be taken apart again.
 *
 * @param seed of its samples, weights and random numbers
 * @param batch most samples of a step
 * @param input extents of a sample
 * @param stages one after the other; {@code #} is what the stage before gave, {@code @} begins names of the stage's own
 * @param ending from the last stage to the prediction; {@code %d} is {@code outputs}
 * @param outputs how many values a prediction has
 * @param target its type; {@code %d} as before
 * @param loss its name, and its settings after a comma
 * @param optimizer as in the file
 */
record RandomNetwork(
        long seed,
        int batch,
        List<Integer> input,
        List<String> stages,
        String ending,
        int outputs,
        String target,
        Loss loss,
        String optimizer) {
    RandomNetwork {
        input = List.copyOf(input);
        stages = List.copyOf(stages);
    }

    /** A loss by name, with settings. */
    record Loss(String name, String settings) {}

    /** Whether real targets must be 0 or 1. */
    boolean bits() {
        return loss.name().equals("binary_crossentropy");
    }

    /** The {@code .model} file. */
    String text() {
        var lines = new StringBuilder();
        var value = "x";
        for (var index = 0; index < stages.size(); index++) {
            var stage = stages.get(index).replace("#", value).replace("@", "v" + index + "_");
            value = "v" + index;
            var last = stage.lastIndexOf('\n') + 1;
            lines.append(indented(stage.substring(0, last) + value + " = " + stage.substring(last)));
        }
        lines.append(indented(value + ending.formatted(outputs) + " -> output"));
        return """
                model Random {
                    input x: float%s
                    target y: %s
                    network {
                %s    }
                    loss %s(output, y%s)
                    optimizer %s
                }
                """.formatted(input, target.formatted(outputs), lines, loss.name(), loss.settings(), optimizer);
    }

    private static String indented(String lines) {
        return lines.lines().map(line -> "        " + line + "\n").collect(Collectors.joining());
    }

    RandomNetwork withBatch(int size) {
        return new RandomNetwork(seed, size, input, stages, ending, outputs, target, loss, optimizer);
    }

    RandomNetwork withInput(List<Integer> extents) {
        return new RandomNetwork(seed, batch, extents, stages, ending, outputs, target, loss, optimizer);
    }

    RandomNetwork withStages(List<String> others) {
        return new RandomNetwork(seed, batch, input, others, ending, outputs, target, loss, optimizer);
    }

    RandomNetwork withEnding(String other) {
        return new RandomNetwork(seed, batch, input, stages, other, outputs, target, loss, optimizer);
    }

    RandomNetwork withOutputs(int count) {
        return new RandomNetwork(seed, batch, input, stages, ending, count, target, loss, optimizer);
    }

    RandomNetwork withGoal(String type, Loss other) {
        return new RandomNetwork(seed, batch, input, stages, ending, outputs, type, other, optimizer);
    }

    RandomNetwork withOptimizer(String other) {
        return new RandomNetwork(seed, batch, input, stages, ending, outputs, target, loss, other);
    }
}
