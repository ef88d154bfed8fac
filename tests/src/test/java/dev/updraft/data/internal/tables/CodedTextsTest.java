package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import org.junit.jupiter.api.Test;

class CodedTextsTest {
    private static final int COUNT = 1000;
    private int written;

    /** Texts that are on disk, so that each is a new string whenever it is read. */
    private final class Spilled extends AbstractList<String> {
        @Override
        public String get(int index) {
            written++;
            return index % 10 == 3 ? "NA" : "text " + index;
        }

        @Override
        public int size() {
            return COUNT;
        }
    }

    @Test
    void textsAreMissingAndTheOthersKeepTheirOrder() {
        var texts = CodedTexts.without(CodedTexts.of(row -> row - 1, new Spilled()), "NA"::equals);
        assertThat(texts.texts()).hasSize(900).doesNotContain("NA").startsWith("text 0", "text 1", "text 2", "text 4");
        assertThat(texts.code(0)).isEqualTo(-1);
        assertThat(texts.code(4)).isEqualTo(-1);
        assertThat(texts.texts().get(texts.code(1000))).isEqualTo("text 999");
    }

    @Test
    void textsStayOnDisk() {
        var texts = CodedTexts.without(CodedTexts.of(row -> row, new Spilled()), "NA"::equals)
                .texts();
        written = 0;
        texts.forEach(text -> assertThat(text).isNotEmpty());
        assertThat(written).isEqualTo(900);
    }
}
