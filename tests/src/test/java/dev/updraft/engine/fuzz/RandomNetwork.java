package dev.updraft.engine.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network as text that can be taken apart again.
 *
 * @param seed of its samples, weights and random numbers
 * @param batch most samples of a step
 * @param inputs extents of a sample of the first input and, where a stage takes a second one, of that
 * @param stages one after the other; {@code #} is what the stage before gave, {@code $} the second input,
 *     {@code @} begins names of the stage's own, {@code &} is a shared block that a first line {@code & dense(3)} declares
 * @param ending from the last stage to the prediction; {@code %d} is {@code outputs}
 * @param outputs how many values a prediction has
 * @param target its type; {@code %d} as before
 * @param loss its name, and its settings after a comma
 * @param optimizer as in the file
 */
record RandomNetwork(
        long seed,
        int batch,
        List<List<Integer>> inputs,
        List<String> stages,
        String ending,
        int outputs,
        String target,
        Loss loss,
        String optimizer) {
    private static final List<String> INPUTS = List.of("x", "z");

    RandomNetwork {
        inputs = stages.stream().anyMatch(stage -> stage.contains("$"))
                ? List.copyOf(inputs)
                : List.of(inputs.getFirst());
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
        var blocks = new StringBuilder();
        var value = INPUTS.getFirst();
        for (var index = 0; index < stages.size(); index++) {
            var stage = stages.get(index)
                    .replace("#", value)
                    .replace("$", INPUTS.get(1))
                    .replace("@", "v" + index + "_");
            value = "v" + index;
            if (stage.startsWith("& ")) {
                var block = "b" + index;
                var body = stage.substring("& ".length(), stage.indexOf('\n'));
                blocks.append("shared block %s(x) { return x -> %s }\n".formatted(block, body));
                stage = stage.substring(stage.indexOf('\n') + 1).replace("&", block);
            }
            var last = stage.lastIndexOf('\n') + 1;
            lines.append(indented(stage.substring(0, last) + value + " = " + stage.substring(last)));
        }
        lines.append(indented(value + ending.formatted(outputs) + " -> output"));
        return """
                model Random {
                %s    target y: %s
                    network {
                %s    }
                    loss %s(output, y%s)
                    optimizer %s
                }
                %s""".formatted(
                declarations(), target.formatted(outputs), lines, loss.name(), loss.settings(), optimizer, blocks);
    }

    private String declarations() {
        return IntStream.range(0, inputs.size())
                .mapToObj(place -> "    input " + INPUTS.get(place) + ": " + type(place) + inputs.get(place) + "\n")
                .collect(Collectors.joining());
    }

    private String type(int place) {
        return place == 1 && stages.stream().anyMatch(stage -> stage.contains("$ -> embedding")) ? "int" : "float";
    }

    private static String indented(String lines) {
        return lines.lines().map(line -> "        " + line + "\n").collect(Collectors.joining());
    }

    RandomNetwork withBatch(int size) {
        return new RandomNetwork(seed, size, inputs, stages, ending, outputs, target, loss, optimizer);
    }

    RandomNetwork withInputs(List<List<Integer>> others) {
        return new RandomNetwork(seed, batch, others, stages, ending, outputs, target, loss, optimizer);
    }

    RandomNetwork withStages(List<String> others) {
        return new RandomNetwork(seed, batch, inputs, others, ending, outputs, target, loss, optimizer);
    }

    RandomNetwork withEnding(String other) {
        return new RandomNetwork(seed, batch, inputs, stages, other, outputs, target, loss, optimizer);
    }

    RandomNetwork withOutputs(int count) {
        return new RandomNetwork(seed, batch, inputs, stages, ending, count, target, loss, optimizer);
    }

    RandomNetwork withGoal(String type, Loss other) {
        return new RandomNetwork(seed, batch, inputs, stages, ending, outputs, type, other, optimizer);
    }

    RandomNetwork withOptimizer(String other) {
        return new RandomNetwork(seed, batch, inputs, stages, ending, outputs, target, loss, other);
    }
}
