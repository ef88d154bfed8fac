package dev.updraft.engine.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import org.junit.jupiter.api.Test;

class EnginesTest {

    @Test
    void namesAreUniqueAndLeadToTheirEngine() {
        var engines = Engines.all();
        assertThat(engines).extracting(Engine::name).doesNotHaveDuplicates().contains("cpu", "reference");
        for (var engine : engines) {
            assertThat(Engines.of(engine.name())).hasSameClassAs(engine);
        }
    }

    /** The runtime alone has the reference engine only: whoever asks for another is told what to depend on. */
    @Test
    void anEngineThatIsNotOnTheClassPathSaysWhichArtifactIsMissing() {
        var missing = new MissingEngine("cpu");
        assertThat(missing.unavailable()).contains("updraft-engine-cpu", "depend on dev.updraft:updraft");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNamesThereAre() {
        assertThatThrownBy(() -> Engines.of("abacus"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("abacus")
                .hasMessageContaining("reference");
    }
}
