package dev.sonde.engine.why;

import dev.sonde.engine.hygiene.IndexHygiene;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.CatalogSnapshot.ForeignKey;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What foreign keys have to do with an index.
 *
 * @param resting keys that refer to what the index keeps unique: the server does not let it go while they are there
 * @param served keys whose look-ups it serves, and no other index does
 * @param shared keys whose look-ups it serves and another index does, too
 */
record ForeignKeyNeeds(List<String> resting, List<String> served, List<String> shared) {

    static ForeignKeyNeeds of(CatalogSnapshot snapshot, TableSnapshot table, IndexSnapshot index) {
        List<String> resting = new ArrayList<>();
        List<String> served = new ArrayList<>();
        List<String> shared = new ArrayList<>();
        for (ForeignKey key : snapshot.foreignKeys()) {
            String name = key.name() + " of " + key.table();
            if (key.referenced().equals(table.name()) && isReferenced(index, key)) {
                resting.add(name);
            }
            if (key.table().equals(table.name()) && IndexHygiene.covers(index, key)) {
                boolean others = table.indexes().stream()
                        .anyMatch(other -> !other.name().equals(index.name()) && IndexHygiene.covers(other, key));
                (others ? shared : served).add(name);
            }
        }
        return new ForeignKeyNeeds(resting, served, shared);
    }

    private static boolean isReferenced(IndexSnapshot index, ForeignKey key) {
        HashSet<String> columns = new HashSet<>();
        index.keys().forEach(each -> columns.add(String.valueOf(each.column())));
        return index.unique() && index.predicate().isEmpty() && columns.equals(new HashSet<>(key.referencedColumns()));
    }

    /** All of it in words. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        resting.forEach(key -> sentences.add("foreign key " + key + " refers to its columns"));
        served.forEach(
                key -> sentences.add(
                        "the only index for the look-ups of foreign key " + key
                                + ": without it each DELETE on the referenced table, and each change of its key, reads the whole table"));
        shared.forEach(key -> sentences.add("serves the look-ups of foreign key " + key + ", as another index does"));
        return sentences;
    }
}
