package dev.sonde.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sonde:review} in real builds of a real repository, on a real PostgreSQL. */
class ReviewMojoIT {

    private static final String BAD = "create index idx_c on orders (customer_id);\n";

    @TempDir
    Path folder;

    private TestProject project;

    @BeforeEach
    void aProjectWithABranch() throws Exception {
        project = TestProject.at(folder);
        project.write("pom.xml", TestProject.pom("<executions><execution><goals><goal>review</goal></goals></execution></executions>"));
        project.migration("V1__orders.sql", "create table orders (id bigint primary key, customer_id bigint);\n");
        project.commit();
        project.git("checkout", "-q", "-b", "feature");
    }

    @Test
    void failsTheBuildInThePhaseVerify() throws Exception {
        project.migration("V2__index.sql", BAD);

        MavenBuild build = MavenBuild.of(folder, Map.of(), "verify", "-Dsonde.base=main", "-Dsonde.formats=sarif=target/sonde/review.sarif,json=target/sonde/review.json");

        System.out.println(build.log());
        assertThat(build.status()).isEqualTo(1);
    }
}
