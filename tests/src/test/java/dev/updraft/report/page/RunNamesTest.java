package dev.updraft.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunNamesTest {
    @Test
    void runsAreCalledByWhatTellsTheirFoldersApart() {
        assertThat(RunNames.of(List.of("runs/a/report", "runs/b/report"))).containsExactly("a", "b");
        assertThat(RunNames.of(List.of("/x/a", "/x/a/b"))).containsExactly("a", "a/b");
        assertThat(RunNames.of(List.of("report", "runs/b/report"))).containsExactly("report", "runs/b/report");
        assertThat(RunNames.of(List.of("C:\\runs\\a", "C:\\runs\\b"))).containsExactly("a", "b");
    }

    @Test
    void whatCannotBeToldApartKeepsItsName() {
        assertThat(RunNames.of(List.of("runs/a"))).containsExactly("runs/a");
        assertThat(RunNames.of(List.of("runs/a", "runs/a"))).containsExactly("runs/a", "runs/a");
        assertThat(RunNames.of(List.of("", ""))).containsExactly("", "");
    }
}
