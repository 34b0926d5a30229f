package dev.sonde.engine.twin;

import dev.sonde.engine.snapshot.GinPages;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes the file of an empty index look to the planner as that of a full one. B-trees, GIN and BRIN have a meta page that
 * the planner reads; GiST, SP-GiST and hash are priced by their length alone.
 *
 * @param height levels of a B-tree above the leaves
 * @param heapPages of the table, which tell how long the range map of a BRIN index is
 * @param gin counters of a GIN index, null if they are not known
 */
record IndexFile(
        Path path,
        String method,
        long pages,
        int height,
        long heapPages,
        @Nullable GinPages gin) {

    /** Whether CREATE INDEX leaves the meta page in the server's buffers; that of a B-tree goes straight to its file. */
    static boolean builtInBuffers(String method) {
        return method.equals("brin") || method.equals("gin");
    }

    /** The server must not have the file in its buffers. */
    void write() throws IOException {
        switch (method) {
            case "btree" -> BTreeSpine.write(path, height);
            case "brin" -> BrinMetaPage.write(path, heapPages);
            case "gin" -> {
                if (gin != null) {
                    GinMetaPage.write(path, gin);
                }
            }
            default -> {
                // Nothing but the length is read
            }
        }
        RelationFiles.extend(path, pages);
    }
}
