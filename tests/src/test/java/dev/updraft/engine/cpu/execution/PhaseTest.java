package dev.updraft.engine.cpu.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTest {
    private record Cut(String name, int parts) implements CpuTask {
        @Override
        public void run(ExecutionContext executionContext, int part) {}
    }

    @Test
    void itemsLieInOrderOfTheirPlaceInTheirTasks() {
        var phase = Phase.Once.of(List.of(new Cut("a", 4), new Cut("b", 1), new Cut("c", 2)));

        assertThat(phase.items().stream().map(item -> ((Cut) item.cpuTask()).name() + item.part()))
                .containsExactly("a0", "c0", "a1", "b0", "a2", "c1", "a3");
    }
}
