package dev.updraft.explain.internal;

/**
 * The players on the way to a node, as {@link TreeShap} keeps them: of each the part of rows that come this way without it and with
 * it, and for each number of players how much the sets of that many weigh together. The first entry is no player's.
 */
final class ShapPath {
    private final int[] players;
    private final double[] zeros;
    private final double[] ones;
    private final double[] weights;
    private int length;

    /** @param room for how many entries */
    ShapPath(int room) {
        players = new int[room];
        zeros = new double[room];
        ones = new double[room];
        weights = new double[room];
    }

    /** Forgets all entries. */
    void clear() {
        length = 0;
    }

    void copyFrom(ShapPath other) {
        length = other.length;
        System.arraycopy(other.players, 0, players, 0, length);
        System.arraycopy(other.zeros, 0, zeros, 0, length);
        System.arraycopy(other.ones, 0, ones, 0, length);
        System.arraycopy(other.weights, 0, weights, 0, length);
    }

    /** How many entries there are. */
    int length() {
        return length;
    }

    int player(int place) {
        return players[place];
    }

    double zero(int place) {
        return zeros[place];
    }

    double one(int place) {
        return ones[place];
    }

    /** The place of a player; -1 if it was not asked about yet. */
    int find(int player) {
        for (var i = 1; i < length; i++) {
            if (players[i] == player) {
                return i;
            }
        }
        return -1;
    }

    void extend(int player, double zero, double one) {
        var last = length++;
        players[last] = player;
        zeros[last] = zero;
        ones[last] = one;
        weights[last] = last == 0 ? 1 : 0;
        for (var i = last - 1; i >= 0; i--) {
            weights[i + 1] += one * weights[i] * (i + 1) / (last + 1);
            weights[i] = zero * weights[i] * (last - i) / (last + 1);
        }
    }

    /** Undoes {@link #extend} for the player at a place. */
    void unwind(int place) {
        var last = length - 1;
        var zero = zeros[place];
        var one = ones[place];
        var next = weights[last];
        for (var i = last - 1; i >= 0; i--) {
            if (one != 0) {
                var weight = weights[i];
                weights[i] = next * (last + 1) / ((i + 1) * one);
                next = weight - weights[i] * zero * (last - i) / (last + 1);
            } else {
                weights[i] = weights[i] * (last + 1) / (zero * (last - i));
            }
        }
        for (var i = place; i < last; i++) {
            players[i] = players[i + 1];
            zeros[i] = zeros[i + 1];
            ones[i] = ones[i + 1];
        }
        length = last;
    }

    /** What a leaf at its end counts for the player at a place. */
    double weight(int place) {
        return without(place) * (ones[place] - zeros[place]);
    }

    /** The sum of the weights without the player at a place. */
    private double without(int place) {
        var last = length - 1;
        var zero = zeros[place];
        var one = ones[place];
        var next = weights[last];
        var sum = 0.0;
        for (var i = last - 1; i >= 0; i--) {
            if (one != 0) {
                var weight = next * (last + 1) / ((i + 1) * one);
                sum += weight;
                next = weights[i] - weight * zero * (last - i) / (last + 1);
            } else {
                sum += weights[i] * (last + 1) / (zero * (last - i));
            }
        }
        return sum;
    }
}
