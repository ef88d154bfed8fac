package dev.updraft.compiler.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.check.Models;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.TableLayer.Encode;
import dev.updraft.compiler.lower.Lowering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedColumnTest {
    private static final String ALL_KINDS = model("""
            customer_id: id
            tenure:      number
            total:       number(optional: true)
            senior:      bool
            partner:     bool(optional: true)
            size:        category["S", "M", "L"](ordered: true)
            plan:        category["a"]
            contract:    category(most: 3)
            city:        category(most: 90)
            since:       date
            seen:        datetime(optional: true)
            at:          time
            until:       time(optional: true)
            remarks:     text(most: 200)
            loss:        ignore
            """);

    private static String model(String columns) {
        return """
            model M {
                input customer {
                %s
                }
                network { customer -> encode -> out }
            }
            """.formatted(columns);
    }

    @Test
    void everyKindIsToldInWords() {
        var summary = Summary.of(Models.graph(ALL_KINDS));

        assertThat(summary.encodings().getFirst().columns())
                .extracting(column ->
                        column.name() + " | " + column.kind() + " | " + column.becomes() + " | " + column.numbers())
                .containsExactly(
                        "customer_id | id | kept apart | 0",
                        "tenure | number | standardised | 1",
                        "total | number(optional: true) | standardised, gaps filled with the median; whether it is"
                                + " missing | 2",
                        "senior | bool | 0 or 1 | 1",
                        "partner | bool(optional: true) | 0 or 1, gaps filled with the median; whether it is missing"
                                + " | 2",
                        "size | category[3] | standardised place in the order, whether it is missing, whether it is"
                                + " other | 3",
                        "plan | category[1] | one-hot: missing, other, 1 value | 3",
                        "contract | category(most: 3) | one-hot: missing, other, up to 3 values | 5",
                        "city | category(most: 90) | learned vector | 20",
                        "since | date | standardised days; month, day, weekday as sine and cosine | 7",
                        "seen | datetime(optional: true) | standardised days, gaps filled with the median; month, day,"
                                + " weekday, second as sine and cosine; whether it is missing | 10",
                        "at | time | second as sine and cosine | 2",
                        "until | time(optional: true) | second as sine and cosine; whether it is missing | 3",
                        "remarks | text(most: 200) | log(1 + count) of 200 words | 200",
                        "loss | ignore | not used | 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: number",
                "a: number(optional: true)",
                "a: bool(optional: true)",
                "a: category[\"S\", \"M\"](ordered: true)",
                "a: category(most: 3)",
                "a: category(most: 65)",
                "a: date",
                "a: datetime(optional: true)",
                "a: time",
                "a: time(optional: true)",
                "a: text(most: 7)"
            })
    void aColumnHasAsManyNumbersAsAreComputed(String column) {
        var graph = Models.graph(model(column));
        var encode = (Encode) graph.layers().getFirst().layer();

        assertThat(EncodedColumn.of(encode).getFirst().numbers()).isEqualTo(computed(graph));
    }

    @Test
    void theNumbersOfColumnsAddUpToThoseOfARow() {
        var graph = Models.graph(ALL_KINDS);

        assertThat(Summary.of(graph).encodings().getFirst().numbers()).isEqualTo(computed(graph));
    }

    /** How many numbers the operations give, whatever the layer says. */
    private static int computed(LayerGraph graph) {
        var outputs = Lowering.of(graph).predict().outputs();
        return outputs.values().iterator().next().shape().dims().getLast();
    }

    @Test
    void aTableOfColumnsFollowsThatOfLayers() {
        var summary = Summary.of(Models.graph("""
                model M {
                    input customer {
                        tenure:   number
                        contract: category(most: 3)
                    }
                    network { customer -> encode -> out }
                }
                """));

        assertThat(SummaryTable.render(summary)).endsWith("""
                2 parameters: 0 trainable, 2 not
                0 FLOPs a sample, forward

                What encode makes of customer
                ─────────────────────────────────────────────────────────────────────────────
                Column    Kind               Numbers  Becomes
                ─────────────────────────────────────────────────────────────────────────────
                tenure    number                   1  standardised
                contract  category(most: 3)        5  one-hot: missing, other, up to 3 values
                ─────────────────────────────────────────────────────────────────────────────
                6 numbers a row
                """);
        assertThat(SummaryTable.render(summary, (_, column) -> column.equals("tenure") ? "mean 2" : ""))
                .contains("""
                        Column    Kind               Numbers  Becomes                                  Learnt
                        ─────────────────────────────────────────────────────────────────────────────────────
                        tenure    number                   1  standardised                             mean 2
                        contract  category(most: 3)        5  one-hot: missing, other, up to 3 values
                        """);
    }
}
