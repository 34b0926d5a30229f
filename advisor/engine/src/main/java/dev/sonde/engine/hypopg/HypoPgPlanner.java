package dev.sonde.engine.hypopg;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.explain.LiveDatabase;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.PlanSource;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.StatementText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Plans on a live server, with hypothetical indexes that exist in this session only: nothing is written, every EXPLAIN has
 * its time-outs. Needs HypoPG 1.3 or newer; kinds of index that it does not know are refused and noted.
 *
 * <p>HypoPG gives a B-tree no height (1.3.1 to 1.4: {@code tree_height = -1}), so that the planner leaves out the descent,
 * 50 × cpu_operator_cost per level and scan. It is added here, by the height that the index would have; the planner's choice
 * between plans was made without it.
 */
public final class HypoPgPlanner implements Planner {

    private static final double OPERATORS_PER_LEVEL = 50;

    private final Connection connection;
    private final LiveDatabase database;
    private final double operatorCost;
    private final List<String> notes = new ArrayList<>();
    private final Map<WhatIfIndex, Hypothetical> live = new LinkedHashMap<>();
    private final boolean canHide;
    private SortedSet<String> hiddenNow = new TreeSet<>();
    private int defined;
    private long calls;

    /** A hypothetical index of the session: its number and the name by which plans refer to it. */
    private record Hypothetical(long oid, String name) {}

    private HypoPgPlanner(Connection connection, LiveDatabase database, double operatorCost, boolean canHide) {
        this.canHide = canHide;
        this.connection = connection;
        this.database = database;
        this.operatorCost = operatorCost;
    }

    /**
     * Uses a connection that is nobody else's, outside of a transaction, with the simple query protocol
     * ({@code preferQueryMode=simple}). It must lead to one session: behind a pooler that hands out sessions by transaction
     * the hypothetical indexes would be somewhere else.
     *
     * @throws AdvisorException if the extension is not there
     */
    public static HypoPgPlanner of(Connection connection, Duration statementTimeout, Duration lockTimeout)
            throws SQLException {
        LiveDatabase database = LiveDatabase.of(connection, statementTimeout, lockTimeout);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select (select extversion from pg_catalog.pg_extension where"
                        + " extname = 'hypopg'), current_setting('cpu_operator_cost')::float8,"
                        + " (select n.nspname from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid ="
                        + " e.extnamespace where extname = 'hypopg'), exists (select from pg_catalog.pg_proc where"
                        + " proname = 'hypopg_hide_index')")) {
            row.next();
            String version = row.getString(1);
            if (version == null) {
                throw AdvisorException.environment(
                        "--planner hypopg: the database has no extension hypopg; an administrator can install it with"
                                + " CREATE EXTENSION hypopg, or leave the option out to plan on a twin",
                        null);
            }
            HypoPgPlanner planner = new HypoPgPlanner(connection, database, row.getDouble(2), row.getBoolean(4));
            planner.notes.add("planned by HypoPG " + version + " on the live server; its sizes enter the costs, and are"
                    + " 1 to 4 times what an index really takes; sizes in this report are ours");
            String schema = row.getString(3);
            try (PreparedStatement path = connection.prepareStatement(
                    "select set_config('search_path', current_setting('search_path') || ', ' || quote_ident(?), false)")) {
                path.setString(1, schema);
                path.execute();
            }
            return planner;
        }
    }

    @Override
    public String name() {
        return "hypopg";
    }

    @Override
    public String serverVersion() {
        return database.serverVersion();
    }

    /** What the user should know of these plans. */
    public List<String> notes() {
        return Collections.unmodifiableList(notes);
    }

    /** {@inheritDoc} Each is made once, to see whether HypoPG takes it, and dropped again. */
    @Override
    public List<WhatIfIndex> define(Map<IndexDefinition, IndexSize> definitions) {
        List<WhatIfIndex> made = new ArrayList<>();
        definitions.forEach((definition, size) -> {
            WhatIfIndex index = new WhatIfIndex("sonde_whatif_" + defined++, definition, size);
            try {
                show(List.of(index));
                made.add(index);
            } catch (SQLException e) {
                notes.add("not planned by HypoPG: " + definition.target() + " (" + oneLine(e) + ")");
            }
        });
        return made;
    }

    @Override
    public List<PlanNode> explain(
            List<String> statements, Collection<WhatIfIndex> visible, Collection<QualifiedName> hidden)
            throws NotPlannableException {
        if (!hidden.isEmpty() && !canHide) {
            throw new IllegalArgumentException("HypoPG hides real indexes from 1.4 on: " + hidden);
        }
        turn(visible, hidden);
        Map<String, WhatIfIndex> byName = new LinkedHashMap<>();
        live.forEach((index, hypothetical) -> byName.put(hypothetical.name(), index));
        List<PlanNode> plans = new ArrayList<>();
        for (String sql : statements) {
            calls++;
            plans.add(new Descent(byName).added(ExplainJson.parse(database.explainJson(sql))));
        }
        return plans;
    }

    private void turn(Collection<WhatIfIndex> visible, Collection<QualifiedName> hidden) {
        try {
            show(visible);
            hide(new TreeSet<>(hidden.stream().map(QualifiedName::sql).toList()));
        } catch (SQLException e) {
            throw AdvisorException.environment("the database does not answer any more: " + oneLine(e), e);
        }
    }

    /** Plans of the database as it is: no hypothetical index is there, and no real one is hidden, when it answers. */
    public PlanSource asItIs() {
        return new PlanSource() {
            @Override
            public String name() {
                return database.name();
            }

            @Override
            public String serverVersion() {
                return database.serverVersion();
            }

            @Override
            public String explainJson(String sql) throws NotPlannableException {
                turn(List.of(), List.of());
                return database.explainJson(sql);
            }
        };
    }

    @Override
    public boolean canHide() {
        return canHide;
    }

    @Override
    public long calls() {
        return calls;
    }

    /** Makes what is missing and drops what is too much: few are kept, since the planner looks at each of a table. */
    private void show(Collection<WhatIfIndex> visible) throws SQLException {
        Set<WhatIfIndex> wanted = new LinkedHashSet<>(visible);
        List<Hypothetical> superfluous = new ArrayList<>();
        live.forEach((index, hypothetical) -> {
            if (!wanted.contains(index)) {
                superfluous.add(hypothetical);
            }
        });
        live.keySet().retainAll(wanted);
        wanted.removeAll(live.keySet());
        drop(superfluous);
        create(List.copyOf(wanted));
    }

    private void hide(SortedSet<String> wanted) throws SQLException {
        if (wanted.equals(hiddenNow)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("select hypopg_unhide_all_indexes()");
            for (String index : wanted) {
                statement.execute("select hypopg_hide_index(" + StatementText.literal(index) + "::regclass)");
            }
        }
        hiddenNow = wanted;
    }

    /** Makes them all in one round trip, which takes longer than to make one. */
    private void create(List<WhatIfIndex> indexes) throws SQLException {
        if (indexes.isEmpty()) {
            return;
        }
        String statements = indexes.stream()
                .map(index -> StatementText.literal(index.definition().createStatement(index.name())))
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select made.indexrelid, made.indexname from unnest(array["
                        + statements + "]::text[]) with ordinality wanted(sql, place),"
                        + " lateral hypopg_create_index(wanted.sql) made order by wanted.place")) {
            for (WhatIfIndex index : indexes) {
                row.next();
                live.put(index, new Hypothetical(row.getLong(1), row.getString(2)));
            }
        }
    }

    private void drop(List<Hypothetical> indexes) throws SQLException {
        if (indexes.isEmpty()) {
            return;
        }
        String oids = indexes.stream().map(index -> String.valueOf(index.oid())).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("select hypopg_drop_index(oid) from unnest(array[" + oids + "]::oid[]) live(oid)");
        }
    }

    private static String oneLine(SQLException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " ");
    }

    /** Puts our names into a plan, and the cost of descending hypothetical B-trees. */
    private final class Descent {
        private final Map<String, WhatIfIndex> byName;
        private double missing;

        Descent(Map<String, WhatIfIndex> byName) {
            this.byName = byName;
        }

        PlanNode added(PlanNode root) {
            PlanNode named = named(root, 1);
            return withCost(named, named.totalCost() + missing);
        }

        /**
         * @param loops how often the node is executed
         */
        private PlanNode named(PlanNode node, double loops) {
            WhatIfIndex index = node.index() == null ? null : byName.get(node.index());
            if (index != null && index.definition().method().equals("btree")) {
                missing += loops * (index.size().height() + 1) * OPERATORS_PER_LEVEL * operatorCost;
            }
            List<PlanNode> children = new ArrayList<>();
            for (PlanNode child : node.children()) {
                boolean inner = node.type().equals("Nested Loop") && children.size() == 1;
                double outerRows = Math.max(1, node.children().get(0).rows());
                // Materialize fetches once; under Memoize most loops find their rows kept, how many the plan does not
                // say
                boolean kept = child.type().equals("Memoize") || child.type().equals("Materialize");
                children.add(named(child, inner && !kept ? loops * outerRows : kept ? 1 : loops));
            }
            return node.with(index == null ? node.index() : index.name(), node.totalCost(), children);
        }

        private PlanNode withCost(PlanNode node, double cost) {
            return node.with(node.index(), cost, node.children());
        }
    }
}
