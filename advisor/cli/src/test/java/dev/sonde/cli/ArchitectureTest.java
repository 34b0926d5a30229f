package dev.sonde.cli;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules between modules: dependencies point one way, and what is internal stays so. */
class ArchitectureTest {

    private static final List<String> MODULES = List.of(
            "profiler/capture",
            "profiler/analysis",
            "profiler/driver",
            "profiler/spring-boot",
            "profiler/junit",
            "advisor/engine",
            "migrations",
            "advisor/cli",
            "advisor/spark");

    private static JavaClasses classes;

    @BeforeAll
    static void importsAllModules() {
        Path root = root();
        classes = new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(module -> root.resolve(module).resolve("target/classes"))
                        .filter(Files::isDirectory)
                        .toList());
    }

    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("profiler")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void allModulesAreLookedAt() {
        assertThat(classes.stream().map(ArchitectureTest::module).distinct())
                .contains("capture", "analysis", "engine", "migrations", "cli");
    }

    @Test
    void dependenciesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("capture")
                .definedBy("dev.sonde.capture..")
                .layer("analysis")
                .definedBy("dev.sonde.analysis..")
                .optionalLayer("driver")
                .definedBy("dev.sonde.profiler..")
                .optionalLayer("spring-boot")
                .definedBy("dev.sonde.spring..")
                .optionalLayer("junit")
                .definedBy("dev.sonde.junit..")
                .optionalLayer("spark")
                .definedBy("dev.sonde.spark..")
                .layer("engine")
                .definedBy("dev.sonde.engine..")
                .layer("migrations")
                .definedBy("dev.sonde.migrations..")
                .layer("cli")
                .definedBy("dev.sonde.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("migrations")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("migrations", "cli")
                .whereLayer("spring-boot")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("junit")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("spark")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("driver")
                .mayOnlyBeAccessedByLayers("spring-boot", "junit", "cli")
                .whereLayer("analysis")
                .mayOnlyBeAccessedByLayers("spring-boot", "junit", "driver", "engine", "migrations", "cli", "spark")
                .whereLayer("capture")
                .mayOnlyBeAccessedByLayers(
                        "spring-boot", "junit", "analysis", "driver", "engine", "migrations", "cli", "spark")
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        for (String module :
                List.of("capture", "analysis", "profiler", "spring", "engine", "migrations", "cli", "spark")) {
            slices().matching("dev.sonde." + module + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @Test
    void nobodyUsesTheInternalsOfAnotherModule() {
        ArchRuleDefinition.classes()
                .that(DescribedPredicate.describe(
                        "are in internal packages",
                        javaClass -> (javaClass.getPackageName() + ".").contains(".internal.")))
                .should(new ArchCondition<JavaClass>("only be used by their module") {
                    @Override
                    public void check(JavaClass internal, ConditionEvents events) {
                        internal.getDirectDependenciesToSelf().stream()
                                .filter(use -> !module(use.getOriginClass()).equals(module(internal)))
                                .forEach(use ->
                                        events.add(SimpleConditionEvent.violated(internal, use.getDescription())));
                    }
                })
                .allowEmptyShould(true)
                .check(classes);
    }

    private static String module(JavaClass javaClass) {
        return javaClass.getPackageName().split("\\.")[2];
    }
}
