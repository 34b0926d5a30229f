package dev.sonde.engine.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Source;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndexSizeModelTest {

    private static final QualifiedName TABLE = new QualifiedName("public", "shapes");
    private static final QualifiedName PAPERS = new QualifiedName("public", "papers");
    private static String database;
    private static CatalogSnapshot snapshot;
    private static TableSnapshot table;

    @BeforeAll
    static void makeRows() throws SQLException {
        database = Source.database("""
                create extension pageinspect;
                create type state as enum ('new', 'open', 'done');
                create table shapes (id bigint not null, few int not null, random bigint not null, price numeric not null,
                  discount numeric(15, 2) not null, state state not null,
                  name text not null, often_null int, tags text[] not null, during int4range not null);
                insert into shapes select i, i % 20, (i::bigint * 7919) % 1000003, (i * 37 % 9999)::numeric / 100,
                    (i % 8)::numeric / 100, (array['new', 'open', 'done'])[1 + i % 3]::state,
                    'name ' || substr(md5(i::text), 1, 3 + i % 25), case when i % 10 < 4 then i end,
                    array['t' || i % 300, 't' || i % 7], int4range(i, i + 10)
                  from generate_series(1, 60000) i;
                create table empty (id int);
                create table papers (id int, few int, one_of_few int, codes text[], words text[], numbers int[], data jsonb);
                select setseed(0.3);
                insert into papers select i, i % 300, i % 20,
                    array(select 'c' || (random() * 8000)::int from generate_series(1, 3 + i % 3)),
                    array(select 'w' || (power(random(), 3) * 20000)::int from generate_series(1, 2 + i % 5)),
                    array(select (random() * 1e9)::int from generate_series(1, 1 + i % 4)),
                    jsonb_build_object('kind', 'k' || i % 9, 'user', jsonb_build_object('id', (random() * 9000)::int))
                  from generate_series(1, 20000) i;
                create statistics papers_few (ndistinct) on few, one_of_few from papers;
                """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        snapshot = Source.snapshot(database);
        table = snapshot.table(TABLE).orElseThrow();
    }

    private static void isPredicted(double share, IndexDefinition index, double error) throws SQLException {
        IndexSize predicted = IndexSizeModel.of(
                snapshot.table(index.table()).orElseThrow(), index, share, snapshot.serverVersionNumber());
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("begin");
            statement.execute(index.createStatement("built"));
            try (ResultSet row = statement.executeQuery("select pg_relation_size('built') / 8192")) {
                row.next();
                assertThat(predicted.pages() / row.getDouble(1))
                        .as(index.target())
                        .isEqualTo(1, within(error));
            }
            if (index.method().equals("btree")) {
                try (ResultSet row = statement.executeQuery("select fastlevel from bt_metap('built')")) {
                    row.next();
                    assertThat(predicted.height())
                            .as("height of " + index.target())
                            .isEqualTo(row.getInt(1));
                }
            }
            statement.execute("rollback");
        }
    }

    private static IndexDefinition of(String method, List<Key> keys, List<String> include, String predicate) {
        return new IndexDefinition(TABLE, method, keys, include, false, predicate);
    }

    @Test
    void treesOfPlainColumns() throws SQLException {
        for (String column : List.of("id", "few", "random", "price", "discount", "state", "name", "often_null")) {
            isPredicted(1, IndexDefinition.btree(TABLE, column), 0.05);
        }
    }

    @Test
    void treesOfSeveralColumns() throws SQLException {
        isPredicted(1, IndexDefinition.btree(TABLE, "few", "random"), 0.05);
    }

    @Test
    void treesThatIncludeColumnsOrLeaveRowsOut() throws SQLException {
        isPredicted(1, of("btree", List.of(Key.column("few")), List.of("random", "name"), ""), 0.05);
        isPredicted(0.05, of("btree", List.of(Key.column("random")), List.of(), "few = 3"), 0.1);
    }

    @Test
    void treesOfAnotherFill() throws SQLException {
        IndexDefinition half = new IndexDefinition(
                TABLE,
                "btree",
                List.of(Key.column("random")),
                List.of(),
                false,
                "",
                new TreeMap<>(Map.of("fillfactor", "50")));

        isPredicted(1, half, 0.05);
    }

    @Test
    void uniqueTreesMergeNothing() {
        IndexDefinition unique = new IndexDefinition(TABLE, "btree", List.of(Key.column("few")), List.of(), true, "");

        assertThat(IndexSizeModel.of(table, unique, 1, snapshot.serverVersionNumber())
                        .pages())
                .isGreaterThan(2
                        * IndexSizeModel.of(
                                        table, IndexDefinition.btree(TABLE, "few"), 1, snapshot.serverVersionNumber())
                                .pages());
    }

    @Test
    void otherMethods() throws SQLException {
        isPredicted(1, of("hash", List.of(Key.column("random")), List.of(), ""), 0.05);
        isPredicted(1, of("hash", List.of(Key.column("often_null")), List.of(), ""), 0.05);
        isPredicted(1, of("brin", List.of(Key.column("id")), List.of(), ""), 0.01);
        isPredicted(1, of("gin", List.of(Key.column("tags")), List.of(), ""), 0.3);
        isPredicted(1, of("gist", List.of(Key.column("during")), List.of(), ""), 0.3);
        isPredicted(1, of("spgist", List.of(Key.column("name")), List.of(), ""), 0.3);
    }

    private static IndexDefinition gin(String column, String operatorClass) {
        Key key = new Key(column, true, operatorClass, Order.ASC_NULLS_LAST);
        return new IndexDefinition(PAPERS, "gin", List.of(key), List.of(), false, "");
    }

    @Test
    void invertedIndexesOfElementsThatNoListHolds() throws SQLException {
        isPredicted(1, gin("codes", ""), 0.15);
        isPredicted(1, gin("words", ""), 0.15);
        isPredicted(1, gin("numbers", ""), 0.15);
    }

    @Test
    void invertedIndexesOfDocuments() throws SQLException {
        isPredicted(1, gin("data", ""), 0.15);
        isPredicted(1, gin("data", "jsonb_path_ops"), 0.15);
    }

    @Test
    void columnsThatDependOnEachOtherIfTheirCombinationsWereCounted() throws SQLException {
        isPredicted(1, IndexDefinition.btree(PAPERS, "few", "one_of_few"), 0.05);
        isPredicted(1, IndexDefinition.btree(PAPERS, "one_of_few", "id", "few"), 0.05);
    }

    @Test
    void expressions() throws SQLException {
        Key lower = new Key("lower(name)", false, "", Order.ASC_NULLS_LAST);
        Key present = new Key("COALESCE(often_null, 0)", false, "", Order.ASC_NULLS_LAST);

        isPredicted(1, of("btree", List.of(lower), List.of(), ""), 0.05);
        isPredicted(1, of("btree", List.of(present), List.of(), ""), 0.1);
    }

    @Test
    void anEmptyTableHasOnePage() throws SQLException {
        TableSnapshot empty = Source.snapshot(database)
                .table(new QualifiedName("public", "empty"))
                .orElseThrow();

        assertThat(IndexSizeModel.of(
                        empty, IndexDefinition.btree(empty.name(), "id"), 1, snapshot.serverVersionNumber()))
                .isEqualTo(new IndexSize(1, 0, 0));
    }
}
