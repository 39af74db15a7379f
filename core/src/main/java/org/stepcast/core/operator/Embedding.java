package org.stepcast.core.operator;

/** Looks up {@code tokenCount} rows in a table [vocabulary, hidden]; backward writes a dense gradient of the table. */
public record Embedding(long tokenCount, long vocabularySize, long hiddenSize) implements Operator {

    private static final double TOKEN_ID_BYTES = 8;

    public Embedding {
        Operator.requirePositive("tokenCount", tokenCount);
        Operator.requirePositive("vocabularySize", vocabularySize);
        Operator.requirePositive("hiddenSize", hiddenSize);
    }

    @Override
    public Work work(Pass pass, Precision precision) {
        double rows = (double) precision.byteCount() * tokenCount * hiddenSize;
        double table = (double) precision.byteCount() * vocabularySize * hiddenSize;
        double tokenIds = TOKEN_ID_BYTES * tokenCount;
        return switch (pass) {
            case FORWARD -> Work.moving(Math.min(rows, table) + tokenIds, rows);
            case BACKWARD -> Work.moving(rows + tokenIds, table);
            case WHOLE -> throw Operator.noSuchPass(this, pass);
        };
    }

    @Override
    public String family() {
        return "embedding";
    }

    @Override
    public String shapeText() {
        return tokenCount + "x" + vocabularySize + "x" + hiddenSize;
    }
}
