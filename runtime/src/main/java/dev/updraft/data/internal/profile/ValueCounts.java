package dev.updraft.data.internal.profile;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often each different text occurs, as long as there are not too many to count. */
public final class ValueCounts {
    /** Nobody tells longer texts apart by their ends; counted are their beginnings, with a number for the rest. */
    private static final int LONGEST = 200;

    private final int limit;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private boolean complete = true;
    private boolean repeated;

    ValueCounts(int limit) {
        this.limit = limit;
    }

    void add(String text) {
        var key = text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "…" + Integer.toHexString(text.hashCode());
        if (counts.containsKey(key)) {
            repeated = true;
            counts.merge(key, 1L, Long::sum);
        } else if (counts.size() < limit) {
            counts.put(key, 1L);
        } else {
            complete = false;
        }
    }

    void add(String text, long times) {
        counts.merge(text, times, Long::sum);
        repeated |= times > 1;
    }

    /** There are more than those that were counted. */
    void leaveOutOthers() {
        complete = false;
    }

    /** How many different texts there are, or at least are. */
    public int distinct() {
        return counts.size();
    }

    /** Whether {@link #distinct} is all of them. */
    public boolean isComplete() {
        return complete;
    }

    /** Whether one was seen twice; where not all were counted, another may have been, too. */
    public boolean isRepeated() {
        return repeated;
    }

    /** In the order in which they were first seen. */
    public Set<String> texts() {
        return Collections.unmodifiableSet(counts.keySet());
    }

    /** 0 for a text that was not counted. */
    public long count(String text) {
        return counts.getOrDefault(text, 0L);
    }

    /** The most frequent, first the one with most; of equally frequent ones the first seen. */
    public List<String> mostFrequent(int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
