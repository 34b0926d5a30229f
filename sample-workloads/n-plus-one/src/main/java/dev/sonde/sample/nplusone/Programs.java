package dev.sonde.sample.nplusone;

import dev.sonde.sample.nplusone.eclipselink.EclipselinkPrograms;
import dev.sonde.sample.nplusone.jooq.JooqPrograms;
import dev.sonde.sample.nplusone.mybatis.MybatisPrograms;
import dev.sonde.sample.nplusone.scenario.Program;
import dev.sonde.sample.nplusone.springdata.SpringDataPrograms;
import dev.sonde.sample.nplusone.template.TemplatePrograms;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All programs of the benchmark. */
public final class Programs {

    private Programs() {}

    /** By scenario and framework. */
    public static List<Program> all() {
        return Stream.of(
                        TemplatePrograms.all(),
                        MybatisPrograms.all(),
                        JooqPrograms.all(),
                        EclipselinkPrograms.all(),
                        SpringDataPrograms.all())
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(
                                (Program program) -> program.scenario().number())
                        .thenComparing(Program::framework))
                .toList();
    }
}
