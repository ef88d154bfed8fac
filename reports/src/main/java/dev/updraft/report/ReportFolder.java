package dev.updraft.report;

import dev.updraft.files.Destination;
import dev.updraft.files.FileProblem;
import dev.updraft.report.page.PageTemplate;
import dev.updraft.report.run.ReportException;
import dev.updraft.report.run.RunFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A folder with a page and its files, which is replaced as a whole: nobody ever sees half of it. */
final class ReportFolder {
    static final String PAGE = "index.html";

    private ReportFolder() {}

    /**
     * Writes files into a new folder and puts it in the place of the old one, if there is one.
     *
     * @param files contents by name, a page among them
     * @return the page
     * @throws ReportException if it cannot be written, or if the folder contains something other than a report
     */
    static Path replace(Path folder, Map<String, byte[]> files) {
        requireFit(folder);
        var target = target(folder);
        var name = target.getFileName();
        var mark = "." + name + "." + UUID.randomUUID();
        var fresh = target.resolveSibling(mark + ".tmp");
        var old = target.resolveSibling(mark + ".old");
        try {
            try {
                Files.createDirectories(fresh);
                for (var file : files.entrySet()) {
                    Files.write(fresh.resolve(file.getKey()), file.getValue());
                }
                if (Files.exists(target)) {
                    Files.move(target, old);
                }
                Files.move(fresh, target);
            } finally {
                if (Files.exists(old) && !Files.exists(target)) {
                    Files.move(old, target);
                }
                delete(fresh);
                delete(old);
            }
        } catch (IOException e) {
            throw new ReportException(
                    folder + ": the report cannot be written (" + FileProblem.reason(e)
                            + "); choose another folder with --report DIR",
                    e);
        }
        return folder.resolve(PAGE);
    }

    /**
     * That a report may be written there: a folder that holds anything but a report is somebody's work.
     *
     * @throws ReportException if not
     */
    static void requireFit(Path folder) {
        var target = target(folder);
        if (target.getFileName() == null) {
            throw new ReportException(folder + ": is not a report folder; choose another one with --report DIR", null);
        }
        try {
            if (Files.exists(target) && !isReport(target)) {
                throw new ReportException(
                        folder
                                + (Files.isDirectory(target)
                                        ? ": contains other files than a report, which are left alone"
                                        : ": is a file, which is left alone")
                                + "; choose another folder with --report DIR",
                        null);
            }
        } catch (IOException e) {
            throw new ReportException(
                    folder + ": cannot be read (" + FileProblem.reason(e)
                            + "); choose another folder with --report DIR",
                    e);
        }
    }

    /** A link stays a link: what it leads to is replaced. */
    private static Path target(Path folder) {
        try {
            return Destination.of(folder.toAbsolutePath().normalize()).path().normalize();
        } catch (IOException e) {
            throw new ReportException(
                    folder + ": cannot be read (" + FileProblem.reason(e)
                            + "); choose another folder with --report DIR",
                    e);
        }
    }

    /** Whether it holds a page of ours and what may stand beside it, or nothing at all. */
    private static boolean isReport(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (var inside = Files.list(target)) {
            var files = inside.toList();
            return files.isEmpty() || (files.stream().allMatch(ReportFolder::belongs) && isOurs(target.resolve(PAGE)));
        }
    }

    private static boolean belongs(Path file) {
        var name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && (name.equals(PAGE) || name.equals(RunFile.NAME) || name.endsWith(".svg") || name.endsWith(".png"));
    }

    private static boolean isOurs(Path page) throws IOException {
        return Files.exists(page)
                && new String(Files.readAllBytes(page), StandardCharsets.UTF_8).contains(PageTemplate.SIGN);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException e) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
