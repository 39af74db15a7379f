package org.stepcast.estimator;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shape of the house: who may use whom, and what lives in one place only. */
@TestInstance(Lifecycle.PER_CLASS)
final class ArchitectureTest {

    private static final Path DIAGRAM = Path.of("..", "docs", "architecture.puml");
    private static final List<Path> MODULES = Stream.of("core", "sampler", "estimator")
            .map(module -> Path.of("..", module, "target", "classes"))
            .toList();
    private static final String[] TALKS_TO_THE_USER = {"..cli", "..app"};

    private JavaClasses stepcast;

    @BeforeAll
    void importClasses() {
        stepcast = new ClassFileImporter()
                .importPaths(MODULES.stream().filter(Files::isDirectory).toList());
    }

    @Test
    void packagesUseOnlyWhatTheDiagramAllows() {
        classes()
                .should(adhereToPlantUmlDiagram(DIAGRAM, consideringOnlyDependenciesInDiagram()))
                .check(stepcast);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.stepcast.(**)").should().beFreeOfCycles().check(stepcast);
    }

    @ParameterizedTest
    @CsvSource({
        "smile..,              org.stepcast.estimator.regression",
        "ml.dmlc..,            org.stepcast.estimator.regression",
        "de.siegmar.fastcsv.., org.stepcast.core.dataset",
        "org.snakeyaml..,      org.stepcast.core.quantity",
        "ai.djl..,             org.stepcast.sampler.backend.djl",
        "org.bytedeco..,       org.stepcast.sampler.backend.gloo",
        "io.micrometer..,      org.stepcast.sampler.agent",
        "me.tongfei..,         org.stepcast.sampler.cli",
    })
    void everyLibraryHasOneHome(String library, String home) {
        noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(stepcast);
    }

    /** Reports and launch files are written as JSON, one framework's are TOML, and XGBoost hands out its trees as JSON. */
    @Test
    void jsonIsOfReportsLaunchFilesAndBoosters() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.stepcast.estimator.report",
                        "org.stepcast.estimator.recipe",
                        "org.stepcast.estimator.regression")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(stepcast);
    }

    @Test
    void onlyTheCommandLineKnowsItsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackages(TALKS_TO_THE_USER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(stepcast);
    }

    @Test
    void onlyTheCommandLinePrintsAndExits() {
        noClasses()
                .that()
                .resideOutsideOfPackages(TALKS_TO_THE_USER)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(stepcast);
    }

    @Test
    void numbersInRecordsNameTheirUnit() {
        fields().that(new NumericComponent())
                .should(new NameTheirUnit())
                .allowEmptyShould(true)
                .check(stepcast);
    }

    @Test
    void nothingStaticChanges() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(SYNTHETIC)
                .should()
                .haveModifier(FINAL)
                .check(stepcast);
    }

    @Test
    void classesAreMadeToBeUsedNotExtended() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and()
                .doNotHaveModifier(ABSTRACT)
                .and()
                .doNotHaveModifier(SYNTHETIC)
                .should()
                .haveModifier(FINAL)
                .check(stepcast);
    }
}
