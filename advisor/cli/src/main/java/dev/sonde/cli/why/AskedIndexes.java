package dev.sonde.cli.why;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.output.NearNames;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.why.CreateIndexText;
import dev.sonde.engine.why.NamedIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the indexes that {@code --index} names. */
final class AskedIndexes {

    private final CatalogSnapshot catalog;
    private final Map<QualifiedName, NamedIndex> existing = new LinkedHashMap<>();

    AskedIndexes(CatalogSnapshot catalog) {
        this.catalog = catalog;
        for (TableSnapshot table : catalog.tables()) {
            table.indexes()
                    .forEach(index -> existing.put(
                            new QualifiedName(table.name().schema(), index.name()),
                            new NamedIndex.Existing(table, index)));
        }
    }

    /** The indexes, in the order they are asked about; for statements a copy of the schema is started. */
    List<NamedIndex> find(List<String> asked) {
        Map<String, NamedIndex> found = new LinkedHashMap<>();
        List<String> statements = new ArrayList<>();
        for (String text : asked) {
            if (CreateIndexText.isMeant(text)) {
                statements.add(text);
            } else {
                found.put(text, named(text.strip()));
            }
        }
        List<NamedIndex.WhatIf> read = CreateIndexText.read(catalog, statements);
        for (int i = 0; i < statements.size(); i++) {
            found.put(statements.get(i), read.get(i));
        }
        return asked.stream().distinct().map(found::get).toList();
    }

    private NamedIndex named(String text) {
        List<QualifiedName> names =
                existing.keySet().stream().filter(name -> isCalled(name, text)).toList();
        if (names.size() > 1) {
            throw CommandFailure.badInput("--index " + text + ": an index of that name is in several schemas: "
                    + String.join(", ", names.stream().map(QualifiedName::sql).toList()));
        }
        NamedIndex found = names.isEmpty() ? null : existing.get(names.get(0));
        if (found == null) {
            throw CommandFailure.badInput("--index " + text + ": the snapshot has no such index; " + nearest(text));
        }
        return found;
    }

    /** By name alone or with its schema, as the catalog holds it or as SQL writes it. */
    private static boolean isCalled(QualifiedName name, String text) {
        return text.equals(name.name())
                || text.equals(SqlIdentifier.quoted(name.name()))
                || text.equals(name.toString())
                || text.equals(name.sql());
    }

    /** The indexes of a table of that name, or those whose names are most like it. */
    private String nearest(String text) {
        List<String> ofTable = existing.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof NamedIndex.Existing index
                        && isCalled(index.table().name(), text))
                .map(entry -> entry.getKey().sql())
                .toList();
        if (!ofTable.isEmpty()) {
            return "that is a table, whose indexes are " + String.join(", ", ofTable);
        }
        List<String> near = NearNames.of(
                text, existing.keySet().stream().map(QualifiedName::sql).toList());
        return (near.isEmpty() ? "it has none at all" : "near ones are " + String.join(", ", near))
                + "; for one that does not exist give its CREATE INDEX statement";
    }
}
