package dev.updraft.engine.cpu.execution;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargePagesTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4095, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, 9_999_999})
    void allOfItIsZeroAndCanBeWritten(long bytes) {
        try (var arena = Arena.ofShared()) {
            var memory = LargePages.allocate(arena, bytes, 4096);
            assertThat(memory.address() % 4096).isZero();
            assertThat(memory.byteSize()).isEqualTo(Math.max(1, bytes));
            assertThat(memory.mismatch(arena.allocate(memory.byteSize()))).isEqualTo(-1);
            memory.fill((byte) 7);
            assertThat(memory.get(JAVA_BYTE, memory.byteSize() - 1)).isEqualTo((byte) 7);
        }
    }

    @Test
    void itEndsWithItsArena() {
        MemorySegment memory;
        try (var arena = Arena.ofShared()) {
            memory = LargePages.allocate(arena, 8 << 20, 64);
        }
        assertThatThrownBy(() -> memory.get(JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void moreThanThereIsIsRefused() {
        try (var arena = Arena.ofShared()) {
            assertThatThrownBy(() -> LargePages.allocate(arena, 1L << 60, 64)).isInstanceOf(OutOfMemoryError.class);
        }
    }
}
