package dev.updraft.training.trees;


import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Models of trees, and data for them. */
final class TreeModels {
    private TreeModels() {}

    static final int ROWS = 600;

    /** A gap, a set of categories, a threshold and a product say which class it is. */
    static final String TABLE = """
            model Table {
                input row {
                    a:    number
                    b:    number(optional: true)
                    city: category(most: 12)
                    size: category["S", "M", "L"](ordered: true)
                    day:  date
                }
                target y: class["no", "yes"]
                network { row -> %s -> logit }
                loss binary_crossentropy(logit, y)
                metrics accuracy
                fit { seed: 3, device: cpu }
            }
            """;

    static Dataset table(int count) {
        return table(count, 5, 0);
    }

    /** @param noise how many of ten rows say the contrary */
    static Dataset table(int count, long seed, int noise) {
        var random = new Random(seed);
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < count; i++) {
            var row = new LinkedHashMap<String, Object>();
            var a = random.nextGaussian();
            var b = random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian();
            var city = random.nextInt(10);
            var size = random.nextInt(3);
            row.put("a", a);
            if (!Double.isNaN(b)) {
                row.put("b", b);
            }
            row.put("city", "c" + city);
            row.put("size", List.of("S", "M", "L").get(size));
            row.put("day", LocalDate.of(2020, 1, 1).plusDays(random.nextInt(700)));
            var yes = city % 3 == 1 ? a > 0 : Double.isNaN(b) || b * a < 0 || size == 2;
            row.put("y", yes == (random.nextInt(10) >= noise) ? "yes" : "no");
            rows.add(row);
        }
        return Datasets.of(rows);
    }

    static String numbers(String target, String loss, String trees) {
        return """
                model Net {
                    input x: float[2]
                    target y: %s
                    network { x -> %s -> out }
                    loss %s
                    fit { seed: 3 }
                }
                """.formatted(target, trees, loss);
    }
}
