package dev.sonde.engine.index;

/** Schema and name of a relation, unquoted as the catalog holds them. */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {

    /** The name as SQL text, each part quoted where PostgreSQL needs it. */
    public String sql() {
        return SqlIdentifier.quoted(schema) + "." + SqlIdentifier.quoted(name);
    }

    @Override
    public int compareTo(QualifiedName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
