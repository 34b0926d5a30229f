package dev.sonde.engine.twin;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that make one table of a snapshot. */
final class TwinTable {

    private final TableSnapshot table;
    private final boolean identityOfPartitionsIsInherited;

    TwinTable(TableSnapshot table, boolean identityOfPartitionsIsInherited) {
        this.table = table;
        this.identityOfPartitionsIsInherited = identityOfPartitionsIsInherited;
    }

    /** The table, a partition not yet attached; also stands in for a materialised view. */
    String create() {
        boolean child = !table.parents().isEmpty() && !table.partition();
        String columns = table.columns().stream()
                .filter(column -> !child || !column.inherited())
                .map(this::column)
                .collect(Collectors.joining(", "));
        String parents = table.parents().stream().map(QualifiedName::sql).collect(Collectors.joining(", "));
        String key = table.partitionKey();
        return "create " + (table.unlogged() ? "unlogged " : "") + "table "
                + table.name().sql() + " (" + columns + ")"
                + (child ? " inherits (" + parents + ")" : "")
                + (key == null ? "" : " partition by " + key)
                + parameters(table.storageParameters());
    }

    /** The materialised view, never filled: its query is not run. */
    String createMaterialised(String query) {
        String columns = table.columns().stream()
                .map(column -> SqlIdentifier.quoted(column.name()))
                .collect(Collectors.joining(", "));
        String body = query.strip();
        return "create materialized view " + table.name().sql() + " (" + columns + ")"
                + parameters(table.storageParameters()) + " as "
                + (body.endsWith(";") ? body.substring(0, body.length() - 1) : body) + "\nwith no data";
    }

    /** What the definitions of the columns cannot say, and where a child differs from its parents. */
    List<String> alterations(CatalogSnapshot snapshot) {
        List<String> statements = new ArrayList<>();
        for (TableSnapshot.Column column : table.columns()) {
            String alter = "alter table only " + table.name().sql() + " alter column "
                    + SqlIdentifier.quoted(column.name()) + " ";
            column.alterations().forEach(clause -> statements.add(alter + clause));
            if (!column.inherited() || table.partition()) {
                continue;
            }
            if (column.notNull()) {
                statements.add(alter + "set not null");
            }
            String parental = parentExpression(snapshot, column.name());
            String own = column.expression();
            if (column.generated().isEmpty() && own != null && !own.equals(parental)) {
                statements.add(alter + "set default " + own);
            } else if (own == null && parental != null) {
                statements.add(alter + "drop default");
            }
        }
        return statements;
    }

    private @Nullable String parentExpression(CatalogSnapshot snapshot, String name) {
        for (QualifiedName parent : table.parents()) {
            String expression = snapshot.table(parent)
                    .flatMap(found -> found.column(name))
                    .map(TableSnapshot.Column::expression)
                    .orElse(null);
            if (expression != null) {
                return expression;
            }
        }
        return null;
    }

    private String column(TableSnapshot.Column column) {
        StringBuilder sql = new StringBuilder(SqlIdentifier.quoted(column.name()))
                .append(' ')
                .append(column.type());
        if (column.collation() != null) {
            sql.append(" collate ").append(column.collation());
        }
        switch (column.generated()) {
            case "s" ->
                sql.append(" generated always as (").append(column.expression()).append(") stored");
            case "v" ->
                sql.append(" generated always as (").append(column.expression()).append(") virtual");
            default -> {
                if (!column.identity().isEmpty()) {
                    sql.append(identity(column));
                } else if (column.expression() != null) {
                    sql.append(" default ").append(column.expression());
                }
            }
        }
        return sql + (column.notNull() ? " not null" : "");
    }

    private String identity(TableSnapshot.Column column) {
        if (table.partition() && identityOfPartitionsIsInherited) {
            return "";
        }
        String sequence = column.identitySequence();
        return (column.identity().equals("a") ? " generated always" : " generated by default") + " as identity"
                + (sequence == null ? "" : " (" + sequence + ")");
    }

    static String constraint(QualifiedName table, boolean only, String name, String definition) {
        return "alter table " + (only ? "only " : "") + table.sql() + " add constraint " + SqlIdentifier.quoted(name)
                + " " + definition;
    }

    /** The index with its constraint, and its storage parameters, which a constraint's definition lacks. */
    static List<String> createIndex(TableSnapshot table, IndexSnapshot index) {
        String constraint = index.constraint();
        if (constraint == null) {
            return List.of(index.definition());
        }
        List<String> statements = new ArrayList<>();
        // Without ONLY the partitions would get constraints of other names.
        statements.add(constraint(table.name(), table.partitioned(), index.name(), constraint));
        if (!index.storageParameters().isEmpty()) {
            statements.add("alter index " + sql(table, index) + " set" + settings(index.storageParameters()));
        }
        return statements;
    }

    static String attach(TableSnapshot partition, String bound) {
        return "alter table only " + partition.parents().get(0).sql() + " attach partition "
                + partition.name().sql() + " " + bound;
    }

    static String attachIndex(TableSnapshot table, IndexSnapshot index) {
        QualifiedName parent = java.util.Objects.requireNonNull(index.parent());
        return "alter index " + parent.sql() + " attach partition " + sql(table, index);
    }

    /** Policies, and whether they hold. */
    static List<String> rowSecurity(TableSnapshot table) {
        List<String> statements = new ArrayList<>();
        TableSnapshot.RowSecurity security = table.rowSecurity();
        if (security.enabled()) {
            statements.add("alter table " + table.name().sql() + " enable row level security");
        }
        if (security.forced()) {
            statements.add("alter table " + table.name().sql() + " force row level security");
        }
        for (TableSnapshot.Policy policy : security.policies()) {
            String roles = policy.roles().stream().map(SqlIdentifier::quoted).collect(Collectors.joining(", "));
            statements.add("create policy " + SqlIdentifier.quoted(policy.name()) + " on "
                    + table.name().sql()
                    + (policy.permissive() ? "" : " as restrictive")
                    + " for " + policy.command()
                    + (roles.isEmpty() ? "" : " to " + roles)
                    + (policy.using() == null ? "" : " using (" + policy.using() + ")")
                    + (policy.check() == null ? "" : " with check (" + policy.check() + ")"));
        }
        return statements;
    }

    private static String sql(TableSnapshot table, IndexSnapshot index) {
        // An index lives in the schema of its table.
        return new QualifiedName(table.name().schema(), index.name()).sql();
    }

    private static String parameters(List<String> parameters) {
        return parameters.isEmpty() ? "" : " with" + settings(parameters);
    }

    private static String settings(List<String> parameters) {
        return parameters.stream()
                .map(parameter -> {
                    int equals = parameter.indexOf('=');
                    return parameter.substring(0, equals) + "="
                            + StatementText.literal(parameter.substring(equals + 1));
                })
                .collect(Collectors.joining(", ", " (", ")"));
    }
}
