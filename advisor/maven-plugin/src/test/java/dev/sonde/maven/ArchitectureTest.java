package dev.sonde.maven;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final Set<String> COMMAND = Set.of("dev.sonde.maven", "dev.sonde.cli", "dev.sonde.cli.command");

    /** What a command does is not written a second time. */
    @Test
    void goalsKnowTheCommandAndNothingBehindIt() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are what a command is made of",
                        (JavaClass used) -> used.getPackageName().startsWith("dev.sonde")
                                && !COMMAND.contains(used.getPackageName())))
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.sonde.maven"));
    }
}
