package dev.updraft.maven.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The states of a goal's executions in one project, a file for each.
 *
 * @param folder of the files
 * @param goal which all are of
 * @param own name of the file of the execution that runs
 * @param live names of the files of executions that there are: in the project, or run by hand in this build
 */
public record StateFolder(Path folder, String goal, String own, Set<String> live) {
    private static final int LONGEST = 60;
    private static final int DIGITS = 12;

    /** The name of an execution's file: different for different executions on every file system. */
    public static String name(String goal, String execution) {
        var plain = execution.replaceAll("[^a-z0-9._-]", "_");
        if (plain.equals(execution) && plain.length() <= LONGEST) {
            return goal + "-" + plain;
        }
        var shortened = plain.substring(0, Math.min(LONGEST, plain.length()));
        return goal + "-" + shortened + "," + InputFingerprint.of(execution).substring(0, DIGITS);
    }

    Path ownFile() {
        return folder.resolve(own);
    }

    /** The files of all other executions of the goal. */
    List<Path> others() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(this::isOther).sorted().toList();
        }
    }

    private boolean isOther(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.startsWith(goal + "-") && !name.equals(own) && !name.endsWith(".new");
    }

    /** Whether a file is that of an execution that there is no more. */
    boolean isAbandoned(Path file) {
        return !live.contains(String.valueOf(file.getFileName()));
    }
}
