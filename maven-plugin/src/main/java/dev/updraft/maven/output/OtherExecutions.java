package dev.updraft.maven.output;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the project's other executions have made in this build, other than by doing the same as this one.
 *
 * @param goal of the execution that runs
 */
public record OtherExecutions(String goal, List<ExecutionOutputs> all) {

    public static final OtherExecutions NONE = new OtherExecutions("compile", List.of());

    /** The execution that has made a class, in the tests or in what is tested. */
    public Optional<String> makerOf(String sourcePath) {
        var path = sourcePath.toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(other -> other.classes().contains(path))
                .map(ExecutionOutputs::name)
                .findFirst();
    }

    /** The execution that has packed another text under the same path into the same jar. */
    public Optional<String> packerOf(String resourcePath, String content) {
        return all.stream()
                .filter(other -> other.goal().equals(goal))
                .filter(other ->
                        !other.resources().getOrDefault(resourcePath, content).equals(content))
                .map(ExecutionOutputs::name)
                .findFirst();
    }

    /** Whether one of them has made some of these outputs too. */
    public boolean clashWith(Map<OutputFile.Place, String> outputs) {
        return outputs.entrySet().stream().anyMatch(output -> switch (output.getKey()) {
            case OutputFile.Source(var path) -> makerOf(path).isPresent();
            case OutputFile.Resource(var path) ->
                packerOf(path, output.getValue()).isPresent();
        });
    }
}
