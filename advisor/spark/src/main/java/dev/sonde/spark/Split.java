package dev.sonde.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a capture: the blocks that begin in it.
 *
 * @param number in the order of the files and of their bytes
 * @param start first byte
 * @param end the byte behind the last one
 */
record Split(int number, InputFile file, long start, long end) implements Serializable {

    /** All parts of these files, in order. */
    static List<Split> of(List<InputFile> captures, long bytes) {
        List<Split> splits = new ArrayList<>();
        for (InputFile capture : captures) {
            for (long start = 0; start < capture.length(); start += bytes) {
                splits.add(new Split(splits.size(), capture, start, Math.min(capture.length(), start + bytes)));
            }
        }
        return splits;
    }
}
