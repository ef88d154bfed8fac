package dev.updraft.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.check.Models;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which weights Muon orthogonalizes. */
class MuonTest {
    private static List<String> orthogonalized(String optimizer) {
        var prefix = "muon/momentum/";
        var graph = Models.graph("""
                model Net {
                    input tokens: int[6]
                    target y: float[2]
                    network {
                        tokens -> embedding(9, 4) -> reshape((2, 3, 4)) -> conv2d(3, kernel: 2) -> flatten
                               -> dense(5, activation: relu) -> dense(2) -> out
                    }
                    loss mse(out, y)
                    optimizer %s
                }
                """.formatted(optimizer));
        return Lowering.of(graph).variables().stream()
                .filter(variable -> variable.role() == Role.SLOT)
                .map(Variable::name)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "muon, dense/kernel dense_1/kernel",
        "muon(exclude_layers: dense_1), dense/kernel",
        "muon(exclude_embeddings: false), embedding/embeddings dense/kernel dense_1/kernel",
        "'muon(exclude_layers: [dense, dense_1])', ''"
    })
    void matricesButForEmbeddingsAndWhatIsExcluded(String optimizer, String expected) {
        assertThat(String.join(" ", orthogonalized(optimizer))).isEqualTo(expected);
    }
}
