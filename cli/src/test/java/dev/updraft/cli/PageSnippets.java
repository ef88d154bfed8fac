package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** What a page of the documentation shows as code. */
record PageSnippets(Path page) {

    /** Blocks in a language, in order. */
    List<String> in(String language) throws IOException {
        return Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Compiles statements as one program in a folder, and runs it. */
    static void run(String statements, Path folder) throws Exception {
        var source = Files.writeString(folder.resolve("Page.java"), """
                import dev.updraft.*;
                import dev.updraft.data.*;
                import dev.updraft.engine.*;
                import dev.updraft.history.*;
                import dev.updraft.metrics.*;
                import dev.updraft.training.*;
                import dev.updraft.training.callbacks.*;
                import java.nio.file.*;
                import java.util.*;

                public final class Page {
                    public static void run() throws Exception {
                        %s
                    }
                }
                """.formatted(statements));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-proc:none", "-d", folder.toString());
            var done = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass("Page").getMethod("run").invoke(null);
        }
    }
}
