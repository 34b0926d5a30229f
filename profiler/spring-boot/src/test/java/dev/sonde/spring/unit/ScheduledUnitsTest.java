package dev.sonde.spring.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.SchedulingAwareRunnable;

class ScheduledUnitsTest {

    @Test
    void aMethodGivesItsClassAndName() {
        assertThat(ScheduledUnits.route("com.example.OrderJobs.tidy")).isEqualTo("scheduled OrderJobs.tidy");
        assertThat(ScheduledUnits.route("OrderJobs.tidy")).isEqualTo("scheduled OrderJobs.tidy");
    }

    @Test
    void whatHasAnotherNameAtEachStartHasNone() {
        Runnable lambda = () -> {};

        assertThat(ScheduledUnits.route(lambda.toString())).isEqualTo("scheduled task");
        assertThat(ScheduledUnits.route(new Object().toString())).isEqualTo("scheduled task");
        assertThat(ScheduledUnits.route("")).isEqualTo("scheduled task");
    }

    @Test
    void schedulersStillSeeTheTasksQualifier() {
        SchedulingAwareRunnable task = new SchedulingAwareRunnable() {
            @Override
            public void run() {}

            @Override
            public String getQualifier() {
                return "reports";
            }

            @Override
            public boolean isLongLived() {
                return true;
            }
        };

        assertThat(ScheduledUnits.unit(task).getQualifier()).isEqualTo("reports");
        assertThat(ScheduledUnits.unit(task).isLongLived()).isTrue();
        assertThat(ScheduledUnits.unit(() -> {}).getQualifier()).isNull();
    }
}
