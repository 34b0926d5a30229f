package dev.sonde.capture.sql;

import dev.sonde.capture.hash.ContentHash;
import java.util.Arrays;

/**
 * Hashes a stream of tokens in which lists of values count as one element. Each open bracket has a frame with the hash
 * of the element being read; in a collapsing frame an element that equals the first or the previous one is left out.
 */
final class Fingerprinter {
    /** A literal or a parameter, whichever. */
    static final long VALUE = 1;

    private static final byte PLAIN = 0;
    private static final byte COLLAPSE = 1;
    /** The rows behind VALUES, which no bracket encloses: any other token ends them. */
    private static final byte ROWS = 2;

    private long[] hashes = new long[16];
    private long[] elements = new long[16];
    private long[] firsts = new long[16];
    private long[] previous = new long[16];
    private byte[] modes = new byte[16];
    private int top;

    Fingerprinter() {
        reset();
    }

    void token(long hash) {
        if (modes[top] == ROWS) {
            pop();
        }
        elements[top] = ContentHash.add(elements[top], hash);
    }

    void open(char bracket, boolean collapse) {
        push(collapse || (bracket == '[' && modes[top] == COLLAPSE) ? COLLAPSE : PLAIN);
    }

    void comma() {
        if (modes[top] == PLAIN) {
            elements[top] = ContentHash.add(elements[top], ',');
        } else {
            finishElement();
        }
    }

    void close(char bracket) {
        if (modes[top] == ROWS) {
            pop();
        }
        if (top > 0) {
            pop();
        }
        elements[top] = ContentHash.add(elements[top], bracket);
    }

    void values(long keyword) {
        token(keyword);
        push(ROWS);
    }

    long finish() {
        while (top > 0) {
            pop();
        }
        return ContentHash.finish(elements[0]);
    }

    private void push(byte mode) {
        top++;
        if (top == modes.length) {
            int capacity = top * 2;
            hashes = Arrays.copyOf(hashes, capacity);
            elements = Arrays.copyOf(elements, capacity);
            firsts = Arrays.copyOf(firsts, capacity);
            previous = Arrays.copyOf(previous, capacity);
            modes = Arrays.copyOf(modes, capacity);
        }
        modes[top] = mode;
        reset();
    }

    private void reset() {
        hashes[top] = ContentHash.START;
        elements[top] = ContentHash.START;
        firsts[top] = 0;
        previous[top] = 0;
    }

    private void pop() {
        finishElement();
        long hash = hashes[top];
        top--;
        elements[top] = ContentHash.add(elements[top], hash);
    }

    private void finishElement() {
        long element = elements[top];
        if (element != previous[top] && element != firsts[top]) {
            hashes[top] = ContentHash.add(hashes[top], element);
        }
        if (firsts[top] == 0) {
            firsts[top] = element;
        }
        previous[top] = element;
        elements[top] = ContentHash.START;
    }
}
