package dev.sonde.engine.candidate;

import dev.sonde.engine.snapshot.CatalogSnapshot.DatabaseLocale;
import dev.sonde.engine.snapshot.TableSnapshot;

/**
 * Operator classes for text that begins with a constant. A collation other than C sorts by rules of a language, so that
 * what begins alike does not stand together; the pattern classes sort by bytes, and find one value as well.
 */
final class PatternClasses {

    private PatternClasses() {}

    /** The class a key needs for LIKE, empty if its default will do. */
    static String of(TableReads reads, Subject subject) {
        if (sortsByBytes(reads, subject)) {
            return "";
        }
        return switch (subject.type()) {
            case "character varying" -> "varchar_pattern_ops";
            case "character" -> "bpchar_pattern_ops";
            default -> "text_pattern_ops";
        };
    }

    private static boolean sortsByBytes(TableReads reads, Subject subject) {
        String collation = subject.isColumn()
                ? reads.table()
                        .column(subject.expression())
                        .map(TableSnapshot.Column::collation)
                        .orElse(null)
                : null;
        if (collation != null) {
            return collation.equals("pg_catalog.\"C\"") || collation.equals("pg_catalog.\"POSIX\"");
        }
        DatabaseLocale locale = reads.snapshot().locale();
        return switch (locale.provider()) {
            case "libc" -> locale.name().equals("C") || locale.name().equals("POSIX");
            case "builtin" -> locale.name().equals("C") || locale.name().equals("C.UTF-8");
            default -> false;
        };
    }
}
