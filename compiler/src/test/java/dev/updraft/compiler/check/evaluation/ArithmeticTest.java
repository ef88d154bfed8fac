package dev.updraft.compiler.check.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.check.evaluation.Arithmetic.NoResult;
import dev.updraft.compiler.check.evaluation.Value.Real;
import dev.updraft.compiler.check.evaluation.Value.Whole;
import dev.updraft.compiler.syntax.SyntaxTree.Operator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

    @Test
    void aQuotientIsExact() throws NoResult {
        assertThat(Arithmetic.apply(Operator.DIVIDE, new Whole(1), new Whole(255)))
                .isEqualTo(new Real(1.0 / 255));
        assertThat(Arithmetic.apply(Operator.DIVIDE, new Whole(64), new Whole(2)))
                .isEqualTo(new Whole(32));
    }

    @Test
    void aWholeResultIsAnInt() throws NoResult {
        assertThat(Arithmetic.apply(Operator.MULTIPLY, new Real(0.5), new Whole(64)))
                .isEqualTo(new Whole(32));
        assertThat(Arithmetic.apply(Operator.ADD, new Real(0.5), new Real(0.25)))
                .isEqualTo(new Real(0.75));
        assertThat(Arithmetic.negate(new Real(1.5))).isEqualTo(new Real(-1.5));
    }

    @Test
    void whatHasNoResultIsSaid() {
        assertThatThrownBy(() -> Arithmetic.apply(Operator.DIVIDE, new Whole(1), new Whole(0)))
                .hasMessage("division by zero");
        assertThatThrownBy(() -> Arithmetic.apply(Operator.MULTIPLY, new Whole(Long.MAX_VALUE), new Whole(2)))
                .hasMessage("9223372036854775807 * 2 is too large for an int");
        assertThatThrownBy(() -> Arithmetic.apply(Operator.DIVIDE, new Whole(Long.MIN_VALUE), new Whole(-1)))
                .hasMessageEndingWith("is too large for an int");
        assertThatThrownBy(() -> Arithmetic.apply(Operator.MULTIPLY, new Real(1e308), new Real(1e308)))
                .hasMessageEndingWith("is too large for a float");
    }

    @Property(tries = 200)
    void sumsAndProductsOfIntsAreTheirs(@ForAll int a, @ForAll int b) throws NoResult {
        assertThat(Arithmetic.apply(Operator.ADD, new Whole(a), new Whole(b))).isEqualTo(new Whole((long) a + b));
        assertThat(Arithmetic.apply(Operator.SUBTRACT, new Whole(a), new Whole(b)))
                .isEqualTo(new Whole((long) a - b));
        assertThat(Arithmetic.apply(Operator.MULTIPLY, new Whole(a), new Whole(b)))
                .isEqualTo(new Whole((long) a * b));
    }
}
