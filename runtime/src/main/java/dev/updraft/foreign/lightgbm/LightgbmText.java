package dev.updraft.foreign.lightgbm;

import dev.updraft.foreign.trees.ForeignException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a LightGBM model: first {@code tree}, then the head, the trees, each behind a line {@code Tree=0}, and behind {@code
 * end of trees} the parameters of training and the categories of pandas.
 *
 * @param trees in their order
 * @param parameters of training; those that the file does not say are missing
 * @param categories JSON, a list of the values of each category; null if there is none
 */
record LightgbmText(
        Section head,
        List<Section> trees,
        Map<String, String> parameters,
        @Nullable String categories) {
    private static final String CATEGORIES = "pandas_categorical:";
    private static final String TREE = "Tree=";

    /** @throws IOException if it cannot be read */
    static LightgbmText read(Path file, InputStream in) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            return new Reader(file, lines).read();
        } catch (CharacterCodingException e) {
            throw new ForeignException(file, "is not in UTF-8" + ForeignException.REMEDY, e);
        }
    }

    private static final class Reader {
        private final Path file;
        private final BufferedReader lines;
        private final List<Section> trees = new ArrayList<>();
        private final Map<String, String> parameters = new HashMap<>();
        private @Nullable String categories;
        private long number;

        Reader(Path file, BufferedReader lines) {
            this.file = file;
            this.lines = lines;
        }

        private LightgbmText read() throws IOException {
            var head = new Section(file, "the head");
            next();
            var section = head;
            for (var line = next(); ; line = next()) {
                if (line == null) {
                    throw ForeignException.damaged(
                            file, "line " + number, "the file ends before `end of trees`: it is cut off");
                }
                if (line.equals("end of trees")) {
                    break;
                }
                if (line.startsWith(TREE)) {
                    section = new Section(file, "tree " + trees.size() + ", from line " + number);
                    trees.add(section);
                } else if (!line.isBlank()) {
                    var at = line.indexOf('=');
                    section.put(
                            at < 0 ? line.strip() : line.substring(0, at),
                            at < 0 ? "" : line.substring(at + 1),
                            number);
                }
            }
            rest();
            return new LightgbmText(head, trees, parameters, categories);
        }

        private void rest() throws IOException {
            for (var line = next(); line != null; line = next()) {
                if (line.startsWith(CATEGORIES)) {
                    categories = line.substring(CATEGORIES.length());
                } else if (line.startsWith("[") && line.endsWith("]") && line.contains(": ")) {
                    var at = line.indexOf(": ");
                    parameters.put(line.substring(1, at), line.substring(at + 2, line.length() - 1));
                }
            }
        }

        private @Nullable String next() throws IOException {
            number++;
            return lines.readLine();
        }
    }
}
