package dev.updraft.compiler.emit.tornado;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The products of a graph alone, to find out how fast each is with which tiling.
 *
 * @param program the source: each trial is a graph of its own
 * @param trials what the graphs compute, in their order; those of one product follow each other, the longest product first
 */
public record Trials(EmittedProgram program, List<Trial> trials) {
    public Trials {
        trials = List.copyOf(trials);
    }

    /** A product cut up in one way. */
    public record Trial(ProductShape product, Tiling tiling) {}

    /** One product of each shape, those with most to compute first. */
    static SequencedMap<ProductShape, Contractions.Work> products(GraphEmission emission) {
        var found = new LinkedHashMap<ProductShape, Contractions.Work>();
        for (var wave : emission.waves()) {
            for (var kernel : wave) {
                Contractions.in(kernel, emission)
                        .ifPresent(work -> found.putIfAbsent(
                                ProductKernels.shape(work.product(), work.target(), emission.capacity()), work));
            }
        }
        var ordered = new LinkedHashMap<ProductShape, Contractions.Work>();
        found.keySet().stream()
                .sorted(Comparator.comparingLong((ProductShape shape) -> shape.elements() * shape.depth())
                        .reversed())
                .forEach(shape -> ordered.put(shape, found.get(shape)));
        return ordered;
    }
}
