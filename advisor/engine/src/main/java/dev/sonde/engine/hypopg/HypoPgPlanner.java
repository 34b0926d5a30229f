package dev.sonde.engine.hypopg;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.StatementText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plans on a live server with hypothetical indexes of HypoPG. Its indexes have the sizes that HypoPG predicts, one to
 * four times what they become, and no height, so that descents cost nothing; kinds that it refuses are left out. Nothing
 * is executed and nothing stays: hypothetical indexes belong to the session. This class is not threadsafe.
 */
public final class HypoPgPlanner implements Planner {

    private static final int PAGE = 8192;

    /** How HypoPG names its indexes: {@code <13543>btree_orders_id}. */
    private static final Pattern HYPOTHETICAL = Pattern.compile("<(\\d+)>.*");

    private final Connection session;
    private final String explain;
    private final String version;
    private final List<String> notes = new ArrayList<>();

    /** Name of a what-if index to the number under which HypoPG knows it now. */
    private final Map<String, Long> shown = new LinkedHashMap<>();

    private long calls;
    private int defined;

    private HypoPgPlanner(Connection session, String version, int versionNumber) {
        this.session = session;
        this.version = version;
        this.explain = versionNumber >= 160000
                ? "explain (generic_plan, verbose, format json) "
                : "explain (verbose, format json) ";
    }

    /**
     * A planner that uses this session alone from now on.
     *
     * @param session in simple query mode, on a server whose database has the extension
     */
    public static HypoPgPlanner of(Connection session) {
        try (Statement statement = session.createStatement()) {
            try (ResultSet row = statement.executeQuery("select split_part(current_setting('server_version'), ' ', 1),"
                    + " current_setting('server_version_num')::int,"
                    + " exists (select from pg_catalog.pg_extension where extname = 'hypopg')")) {
                row.next();
                if (!row.getBoolean(3)) {
                    throw AdvisorException.environment(
                            "the database has no HypoPG: run create extension hypopg, or plan on the twin", null);
                }
                return new HypoPgPlanner(session, row.getString(1), row.getInt(2));
            }
        } catch (SQLException e) {
            throw AdvisorException.environment("cannot ask the server for HypoPG: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return "hypopg";
    }

    @Override
    public String serverVersion() {
        return version;
    }

    @Override
    public long calls() {
        return calls;
    }

    /** What HypoPG refused. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Makes indexes known with HypoPG's own sizes; those that are given are of no use here. */
    @Override
    public List<WhatIfIndex> define(Map<IndexDefinition, IndexSize> definitions) {
        List<WhatIfIndex> made = new ArrayList<>();
        definitions.forEach((definition, size) -> {
            String name = "sonde_whatif_" + defined++;
            try (Statement statement = session.createStatement()) {
                long number = create(statement, definition);
                try (ResultSet row = statement.executeQuery("select hypopg_relation_size(" + number + ")")) {
                    row.next();
                    long pages = (row.getLong(1) + PAGE - 1) / PAGE;
                    made.add(new WhatIfIndex(name, definition, new IndexSize(pages, size.tuples(), size.height())));
                }
                drop(statement, number);
            } catch (SQLException e) {
                notes.add("not an index for HypoPG: " + definition.target() + " (" + e.getMessage() + ")");
            }
        });
        return made;
    }

    @Override
    public List<PlanNode> explain(
            List<String> statements, Collection<WhatIfIndex> visible, Collection<QualifiedName> hidden)
            throws NotPlannableException {
        if (!hidden.isEmpty()) {
            throw new UnsupportedOperationException("HypoPG before 1.4 cannot hide a real index: " + hidden);
        }
        try (Statement statement = session.createStatement()) {
            show(statement, visible);
            List<PlanNode> plans = new ArrayList<>();
            for (String sql : statements) {
                plans.add(named(plan(statement, sql)));
            }
            return plans;
        } catch (SQLException e) {
            throw AdvisorException.environment("HypoPG does not answer: " + e.getMessage(), e);
        }
    }

    /** Makes and drops only what differs from the last question. */
    private void show(Statement statement, Collection<WhatIfIndex> visible) throws SQLException {
        Set<String> wanted = new TreeSet<>();
        visible.forEach(index -> wanted.add(index.name()));
        for (String name : List.copyOf(shown.keySet())) {
            if (!wanted.contains(name)) {
                drop(statement, shown.get(name));
                shown.remove(name);
            }
        }
        for (WhatIfIndex index : visible) {
            if (!shown.containsKey(index.name())) {
                shown.put(index.name(), create(statement, index.definition()));
            }
        }
    }

    private static long create(Statement statement, IndexDefinition definition) throws SQLException {
        String sql = "create index on " + definition.target();
        try (ResultSet row =
                statement.executeQuery("select indexrelid from hypopg_create_index(" + StatementText.literal(sql) + ")")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void drop(Statement statement, long number) throws SQLException {
        statement.executeQuery("select hypopg_drop_index(" + number + ")").close();
    }

    private PlanNode plan(Statement statement, String sql) throws NotPlannableException {
        calls++;
        // A second statement in the text would be executed, not planned.
        if (StatementText.hasSeveralStatements(sql)) {
            throw new NotPlannableException("more than one statement");
        }
        try (ResultSet row = statement.executeQuery(explain + sql)) {
            row.next();
            return ExplainJson.parse(row.getString(1));
        } catch (SQLException e) {
            throw new NotPlannableException(String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " "));
        }
    }

    /** The plan with the names of what-if indexes in place of HypoPG's. */
    private PlanNode named(PlanNode node) {
        String index = node.index();
        Matcher hypothetical = HYPOTHETICAL.matcher(index == null ? "" : index);
        if (hypothetical.matches()) {
            long number = Long.parseLong(hypothetical.group(1));
            for (Map.Entry<String, Long> entry : shown.entrySet()) {
                if (entry.getValue() == number) {
                    index = entry.getKey();
                }
            }
        }
        return new PlanNode(
                node.type(),
                node.relation(),
                node.alias(),
                index,
                node.joinType(),
                node.conditions(),
                node.sortKeys(),
                node.groupKeys(),
                node.output(),
                node.startupCost(),
                node.totalCost(),
                node.rows(),
                node.width(),
                node.children().stream().map(this::named).toList());
    }
}
