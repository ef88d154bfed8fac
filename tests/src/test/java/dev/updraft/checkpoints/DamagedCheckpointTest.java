package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.Device;
import dev.updraft.checkpoints.internal.CheckpointFolder;
import dev.updraft.checkpoints.internal.Manifest;
import dev.updraft.training.callbacks.EarlyStopping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint that is not as it was written is put aside and named, and the one before it is used. */
class DamagedCheckpointTest extends CheckpointedTraining {
    @ParameterizedTest
    @ValueSource(
            strings = {"weights.safetensors", "optimizer.safetensors", "state.json", "metrics.bin", "manifest.json"})
    void ofADamagedOneThePreviousIsTakenAndNamed(String file) throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        var names = names();
        var newest = checkpoints().resolve(names.getLast()).resolve(file);
        flip(newest, Files.size(newest) / 2);
        var before = checkpoints().resolve(names.get(names.size() - 2)).resolve(file);
        Files.write(before, Arrays.copyOf(Files.readAllBytes(before), (int) Files.size(before) / 2));
        Files.delete(checkpoints().resolve(names.get(names.size() - 3)).resolve(file));
        var heard = new ArrayList<String>();

        try (var model = model()) {
            var history = model.fit(DATA, resuming(), noticesInto(heard));
            assertThat(result(model, history)).isEqualTo(neverStopped(Device.cpu()));
        }
        assertThat(heard).hasSize(4).first().asString().contains(names.getLast(), file, "damaged-");
        assertThat(heard.get(0)).endsWith("resuming from " + names.get(names.size() - 4) + " instead");
    }

    @Test
    void onlyDamagedOnesAreAnErrorThatNamesThem() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        for (var name : names()) {
            flip(checkpoints().resolve(name).resolve("weights.safetensors"), 3000);
        }
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, resuming()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll("no checkpoint in it can be used", "step-0-epoch-0", "has changed");
        }
    }

    @Test
    void leftoversOfAKilledProcessAreTakenAway() throws IOException {
        Files.createDirectories(checkpoints().resolve(".unfinished-1"));
        Files.writeString(checkpoints().resolve(".unfinished-1/state.json"), "{");
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        assertThat(checkpoints().resolve(".unfinished-1")).doesNotExist();
    }

    /** As if an earlier process had not come to write all of them, and had written the manifest nevertheless. */
    @ParameterizedTest
    @ValueSource(
            strings = {"weights.safetensors", "optimizer.safetensors", "state.json", "metrics.bin", "callback-1.bin"})
    void ofOneThatLacksAFileThePreviousIsTakenAndNamed(String file) throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving().withCallbacks(new EarlyStopping(9)));
        }
        var names = names();
        var newest = checkpoints().resolve(names.getLast());
        Files.delete(newest.resolve("manifest.json"));
        Files.delete(newest.resolve(file));
        Manifest.of(newest, null).write(newest);
        var heard = new ArrayList<String>();

        try (var model = model()) {
            model.fit(DATA, resuming().withCallbacks(new EarlyStopping(9)), noticesInto(heard));
        }
        assertThat(heard.getFirst())
                .contains(newest.toString(), "manifest.json does not list " + file, "damaged-" + names.getLast())
                .endsWith("resuming from " + names.get(names.size() - 2) + " instead");
    }

    @Test
    void aManifestWithMoreBehindItIsDamaged() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        var newest = checkpoints().resolve(names().getLast());
        Files.writeString(newest.resolve("manifest.json"), "{}", StandardOpenOption.APPEND);
        try (var opened = CheckpointFolder.open(Checkpoints.resume(checkpoints()))) {
            var heard = new ArrayList<String>();
            assertThat(opened.newest(_ -> List.of(), heard::add)).hasToString(names().getLast());
            assertThat(heard).singleElement().asString().contains("manifest.json is damaged: expected its end, found");
        }
    }

    /** A state is written by one version as one text; what is sound but cannot be read is another version's, and stays. */
    @Test
    void aStateWithMoreBehindItIsRefusedAndStays() throws IOException {
        try (var model = model()) {
            model.fit(DATA, saving());
        }
        var newest = checkpoints().resolve(names().getLast());
        Files.writeString(newest.resolve("state.json"), "{}", StandardOpenOption.APPEND);
        Files.delete(newest.resolve("manifest.json"));
        Manifest.of(newest, null).write(newest);
        try (var model = model()) {
            assertThatThrownBy(() -> model.fit(DATA, resuming()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("state.json was not written by this version of Updraft: expected its end");
        }
        assertThat(newest).isDirectory();
    }
}
