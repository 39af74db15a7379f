package org.stepcast.estimator.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.stepcast.estimator.step.Constant.Kind;

class ConstantTableTest {

    @Test
    void everyConstantHasASourceAMeaningAndAValueThatItsKindAllows() {
        assertThat(ConstantTable.builtIn().constants()).hasSizeGreaterThan(30).allSatisfy(constant -> {
            assertThat(constant.source()).as(constant.name()).isNotBlank();
            assertThat(constant.meaning()).as(constant.name()).isNotBlank();
            assertThat(constant.fittedFactor()).as(constant.name()).isGreaterThanOrEqualTo(0);
            if (constant.kind() == Kind.SHARE) {
                assertThat(constant.fittedFactor()).as(constant.name()).isLessThanOrEqualTo(1);
            }
        });
    }

    @Test
    void noConstantHasLeftItsPriorByMoreThanThreeDeviations() {
        assertThat(ConstantTable.builtIn().constants())
                .allSatisfy(constant -> assertThat(constant.fittedFactor())
                        .as(constant.name())
                        .isBetween(constant.at(-3), constant.at(3)));
    }

    @Test
    void constantsOfProfilesNameAProfileAndAKnob() {
        assertThat(ConstantTable.builtIn().constants())
                .filteredOn(constant -> ProfileTable.builtIn().all().stream()
                        .anyMatch(profile -> constant.name().startsWith(profile.name() + ".")))
                .isNotEmpty()
                .allSatisfy(constant -> {
                    String[] parts = constant.name().split("\\.", 2);
                    Knob knob = Knob.valueOf(parts[1].toUpperCase(Locale.ROOT));
                    assertThat(ProfileTable.builtIn().named(parts[0]).value(knob))
                            .isEqualTo(constant.priorFactor());
                });
    }

    @Test
    void everyProfileHasEveryKnobAndASource() {
        assertThat(ProfileTable.builtIn().all()).isNotEmpty().allSatisfy(profile -> {
            assertThat(profile.values()).containsOnlyKeys(Knob.values());
            assertThat(profile.source()).isNotBlank();
        });
    }

    @Test
    void sharesStayBetweenNoneAndAll() {
        Constant share = new Constant("x", Kind.SHARE, 0.9, 0.4, 0.9, "", "");

        assertThat(share.at(1)).isEqualTo(1);
        assertThat(share.at(-1)).isEqualTo(0.9 - 0.4 / 2);
    }
}
