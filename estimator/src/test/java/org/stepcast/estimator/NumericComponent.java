package org.stepcast.estimator;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;

/** A component of a record that holds a bare number. */
final class NumericComponent extends DescribedPredicate<JavaField> {

    private static final Set<String> NUMBERS =
            Set.of("int", "long", "float", "double", "java.util.OptionalDouble", "java.util.OptionalLong");

    /** Its documents are JSON: their names are keys that others read, fixed by the contract. */
    private static final String DOCUMENTS = "org.stepcast.estimator.report";

    NumericComponent() {
        super("are numeric components of records");
    }

    @Override
    public boolean test(JavaField field) {
        return field.getOwner().isRecord()
                && !field.getOwner().getPackageName().equals(DOCUMENTS)
                && !field.getModifiers().contains(JavaModifier.STATIC)
                && NUMBERS.contains(field.getRawType().getName());
    }
}
