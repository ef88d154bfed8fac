package dev.updraft.data.internal.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers the different texts of a column. Looks a text up without making a string of it. */
final class TextDictionary {
    private static final int EMPTY = -1;

    private final List<String> values = new ArrayList<>();
    private int[] hashes = new int[16];

    /** Open addressing: places in the values. */
    private int[] slots = filled(32);

    List<String> values() {
        return values;
    }

    /** The text's number, or {@code -1 - number} if it is new. */
    int add(char[] chars, int from, int to) {
        var hash = hash(chars, from, to);
        var mask = slots.length - 1;
        var slot = hash & mask;
        for (; slots[slot] != EMPTY; slot = (slot + 1) & mask) {
            var number = slots[slot];
            if (hashes[number] == hash && equal(values.get(number), chars, from, to)) {
                return number;
            }
        }
        var number = values.size();
        values.add(new String(chars, from, to - from));
        if (number == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * number);
        }
        hashes[number] = hash;
        slots[slot] = number;
        if (2 * values.size() > slots.length) {
            rehash();
        }
        return -1 - number;
    }

    private void rehash() {
        slots = filled(2 * slots.length);
        var mask = slots.length - 1;
        for (var number = 0; number < values.size(); number++) {
            var slot = hashes[number] & mask;
            while (slots[slot] != EMPTY) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number;
        }
    }

    private static int hash(char[] chars, int from, int to) {
        var hash = 0;
        for (var i = from; i < to; i++) {
            hash = 31 * hash + chars[i];
        }
        // Spreads texts that differ in few characters.
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    private static boolean equal(String text, char[] chars, int from, int to) {
        if (text.length() != to - from) {
            return false;
        }
        for (var i = from; i < to; i++) {
            if (text.charAt(i - from) != chars[i]) {
                return false;
            }
        }
        return true;
    }

    private static int[] filled(int length) {
        var slots = new int[length];
        Arrays.fill(slots, EMPTY);
        return slots;
    }
}
