package dev.updraft.engine.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoverageTest {

    @Test
    void everyOperationHasATestClassWithCasesOfIt() throws ReflectiveOperationException {
        var operations = operations(Op.class).toList();
        assertThat(operations).hasSizeGreaterThan(20).allMatch(Class::isRecord);
        for (var operation : operations) {
            var test = Class.forName(CoverageTest.class.getPackageName() + "." + operation.getSimpleName() + "Test");
            var instance = (OperationTest) test.getDeclaredConstructor().newInstance();
            assertThat(operations(instance)).as(test.getSimpleName()).anyMatch(operation::isInstance);
        }
    }

    @Test
    void everyFunctionHasACase() {
        assertThat(operations(new UnaryOpTest()))
                .contains(Stream.of(UnaryFunction.values()).map(Op.UnaryOp::new).toArray(Op[]::new));
        assertThat(operations(new BinaryOpTest()))
                .contains(
                        Stream.of(BinaryFunction.values()).map(Op.BinaryOp::new).toArray(Op[]::new));
    }

    private static Stream<Class<?>> operations(Class<?> kind) {
        return kind.isRecord()
                ? Stream.of(kind)
                : Stream.of(kind.getPermittedSubclasses())
                        .flatMap(CoverageTest::operations)
                        .distinct();
    }

    /** All that the cases of a test class are made of. */
    private static Stream<Op> operations(OperationTest test) {
        return test.cases().stream().flatMap(subject -> {
            var train = Objects.requireNonNull(
                    new CaseProgram(subject, CaseProgram.NONE).program().train());
            return train.nodes().stream().map(Node::op);
        });
    }
}
