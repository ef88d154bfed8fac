package dev.updraft.maven.output;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an execution has made in this build.
 *
 * @param name how users know it: {@code execution `default` of compile}
 * @param goal the execution's
 * @param work what it was made from and where it was written: two that have this in common did the same
 * @param classes paths of Java classes, in lower case, for some file systems take them so
 * @param resources fingerprints of the contents of resources, by their paths
 */
public record ExecutionOutputs(
        String name, String goal, Work work, Set<String> classes, Map<String, String> resources) {

    /** What an execution does. */
    public record Work(Path root, String fingerprint, OutputFolder outputFolder) {}

    public static ExecutionOutputs of(String name, String goal, Work work, Map<OutputFile.Place, String> outputs) {
        var classes = new HashSet<String>();
        var resources = new HashMap<String, String>();
        outputs.forEach((place, content) -> {
            switch (place) {
                case OutputFile.Source(var path) -> classes.add(path.toLowerCase(Locale.ROOT));
                case OutputFile.Resource(var path) -> resources.put(path, content);
            }
        });
        return new ExecutionOutputs(name, goal, work, classes, resources);
    }
}
