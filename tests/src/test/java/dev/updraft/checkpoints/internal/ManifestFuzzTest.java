package dev.updraft.checkpoints.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.checkpoints.CheckpointException;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.checkpoints.SoundCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a manifest holds, its checkpoint is used or put aside as damaged. */
class ManifestFuzzTest extends SoundCheckpoint {
    /** Looks for what can be resumed. */
    private static void look(byte[] manifest) throws IOException {
        Files.write(checkpoint().resolve(MANIFEST), manifest);
        try (var opened = CheckpointFolder.open(Checkpoints.resume(run()))) {
            assertThat(opened.newest(_ -> others(), _ -> {})).hasToString(name);
        } catch (CheckpointException e) {
            assertThat(e).hasMessageStartingWith(run().toString());
        }
    }

    /** Names of the files that a manifest lists, but for the state. */
    private static List<String> others() {
        return SOUND.keySet().stream()
                .filter(file -> !file.equals(MANIFEST) && !file.equals(STATE))
                .toList();
    }

    @Property(tries = 200)
    void anyBytesAsAManifestAreUsedOrRefused(@ForAll byte[] content) throws IOException {
        look(content);
    }

    @Property(tries = 300)
    void anyJsonAsAManifestIsUsedOrRefused(@ForAll("json") String content) throws IOException {
        look(content.getBytes(UTF_8));
    }

    @Property(tries = 300)
    void aSoundManifestWithChangedBytesIsUsedOrRefused(
            @ForAll("positions") List<Integer> positions, @ForAll byte change, @ForAll("lengths") int cut)
            throws IOException {
        look(changed(sound(MANIFEST), positions, change, cut));
    }

    @Property(tries = 50)
    void aSoundManifestWithTextBehindItIsDamaged(@ForAll("behind") String text) throws IOException {
        Files.write(checkpoint().resolve(MANIFEST), (new String(sound(MANIFEST), UTF_8) + text).getBytes(UTF_8));
        damaged(MANIFEST + " is damaged");
    }

    @Property(tries = 100)
    void aSoundManifestThatDoesNotListAllIsDamaged(@ForAll("files") Set<String> unlisted) throws IOException {
        Files.write(checkpoint().resolve(MANIFEST), sound(MANIFEST));
        var whole = Manifest.read(checkpoint());
        var listed = whole.files().stream()
                .filter(file -> !unlisted.contains(file.name()))
                .toList();
        new Manifest(whole.metric(), listed).write(checkpoint());
        damaged(MANIFEST + " does not list ");
    }

    private static void damaged(String problem) {
        try (var opened = CheckpointFolder.open(Checkpoints.resume(run()))) {
            assertThatThrownBy(() -> opened.newest(_ -> others(), _ -> {}))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll(checkpoint() + ": " + problem, "damaged-" + name);
        }
    }

    @Provide
    Arbitrary<Set<String>> files() {
        return Arbitraries.of(SOUND.keySet().stream()
                        .filter(file -> !file.equals(MANIFEST))
                        .toList())
                .set()
                .ofMinSize(1);
    }
}
