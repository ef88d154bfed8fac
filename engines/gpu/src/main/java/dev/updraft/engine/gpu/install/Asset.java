package dev.updraft.engine.gpu.install;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of a release, as GitHub describes it.
 *
 * @param bytes its size
 * @param sha256 in hexadecimal; GitHub computes it when a file is uploaded, but has none for files from before June 2025
 */
record Asset(String name, long bytes, @Nullable String sha256) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String SHA256 = "sha256:";

    /**
     * All files of a release.
     *
     * @param json <a href="https://docs.github.com/en/rest/releases/releases#get-a-release-by-tag-name">GitHub's answer</a>
     */
    static List<Asset> parse(byte[] json) throws IOException {
        try (var parser = JSON.createParser(json)) {
            var assets = new ArrayList<Asset>();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var assetsFollow = parser.currentName().equals("assets");
                if (parser.nextToken() == JsonToken.START_ARRAY && assetsFollow) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        assets.add(asset(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
            return assets;
        } catch (JsonProcessingException e) {
            throw new IOException("the answer is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Asset asset(JsonParser parser) throws IOException {
        var name = "";
        var bytes = -1L;
        String sha256 = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> name = parser.getValueAsString("");
                case "size" -> bytes = parser.getValueAsLong(-1);
                case "digest" -> sha256 = sha256(parser.getValueAsString(""));
                default -> parser.skipChildren();
            }
        }
        return new Asset(name, bytes, sha256);
    }

    private static @Nullable String sha256(String digest) {
        return digest.startsWith(SHA256) ? digest.substring(SHA256.length()) : null;
    }
}
