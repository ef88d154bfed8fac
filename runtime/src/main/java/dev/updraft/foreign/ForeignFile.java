package dev.updraft.foreign;

import dev.updraft.files.FileProblem;
import dev.updraft.foreign.document.JsonDocument;
import dev.updraft.foreign.document.Part;
import dev.updraft.foreign.document.UbjDocument;
import dev.updraft.foreign.lightgbm.LightgbmFile;
import dev.updraft.foreign.trees.ForeignException;
import dev.updraft.foreign.trees.ForeignTrees;
import dev.updraft.foreign.xgboost.XgboostFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of another program; what it is is told by how it begins, whatever its name is. */
public final class ForeignFile {
    private static final int LOOKED_AT = 64;
    private static final String KINDS =
            "XGBoost's JSON and UBJSON (save_model) and LightGBM's text (save_model) can be imported";

    private ForeignFile() {}

    /**
     * Reads a model.
     *
     * @throws ForeignException if it is of no kind that can be imported, or is damaged
     */
    public static ForeignTrees read(Path file) {
        if (Files.isDirectory(file)) {
            throw new ForeignException(file, "is a folder; pass the file of a model");
        }
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(LOOKED_AT);
            var beginning = new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
            in.reset();
            return switch (Kind.of(beginning)) {
                case LIGHTGBM -> LightgbmFile.read(file, in);
                case JSON -> ofJson(JsonDocument.read(file, in));
                case UBJSON -> XgboostFile.read(UbjDocument.read(file, ByteBuffer.wrap(in.readAllBytes())));
                case LIST -> throw dump(file);
                case XGBOOST_BINARY ->
                    throw new ForeignException(
                            file,
                            "is in a binary format of XGBoost that is no longer used; load it with the version that wrote it,"
                                    + " and save it as .json or .ubj");
                case PICKLE ->
                    throw new ForeignException(
                            file,
                            "is a Python object (pickle or joblib), which only Python reads; save the model itself: XGBoost's"
                                    + " save_model(\"model.ubj\"), LightGBM's booster_.save_model(\"model.txt\")");
                case EMPTY -> throw new ForeignException(file, "is empty; " + KINDS);
                case OTHER -> throw new ForeignException(file, "is no model that is known here; " + KINDS);
            };
        } catch (NoSuchFileException e) {
            throw new ForeignException(file, "there is no such file; check the path", e);
        } catch (IOException e) {
            throw new ForeignException(file, "cannot be read: " + FileProblem.reason(e), e);
        }
    }

    private static ForeignTrees ofJson(Part document) {
        if (document.find("tree_info") != null) {
            throw dump(document.file());
        }
        if (document.find("learner") == null) {
            throw new ForeignException(document.file(), "is JSON, but no model of XGBoost; " + KINDS);
        }
        return XgboostFile.read(document);
    }

    private static ForeignException dump(Path file) {
        return new ForeignException(
                file, "is a dump of trees for reading, which has less than the model; save it with save_model");
    }

    private enum Kind {
        LIGHTGBM,
        JSON,
        LIST,
        UBJSON,
        XGBOOST_BINARY,
        PICKLE,
        EMPTY,
        OTHER;

        static Kind of(String beginning) {
            var text = beginning.stripLeading();
            if (beginning.isEmpty()) {
                return EMPTY;
            }
            if (beginning.startsWith("tree\n") || beginning.startsWith("tree\r\n")) {
                return LIGHTGBM;
            }
            if (text.matches("(?s)\\{\\s*[\"}].*")) {
                return JSON;
            }
            if (text.startsWith("[")) {
                return LIST;
            }
            if (beginning.startsWith("{")) {
                return UBJSON;
            }
            if (beginning.startsWith("binf")) {
                return XGBOOST_BINARY;
            }
            return beginning.charAt(0) == 0x80 ? PICKLE : OTHER;
        }
    }
}
