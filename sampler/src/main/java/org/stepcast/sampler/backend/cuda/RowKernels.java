package org.stepcast.sampler.backend.cuda;

import org.stepcast.core.operator.CrossEntropy;
import org.stepcast.core.operator.Embedding;
import org.stepcast.core.operator.Pass;
import org.stepcast.core.operator.Softmax;
import org.stepcast.core.operator.Softmax.SoftmaxKind;
import org.stepcast.sampler.backend.Refusal;
import org.stepcast.sampler.backend.cuda.Operand.Role;

/** Softmax, cross-entropy and embedding: a block for each row. */
final class RowKernels {

    private static final int NO_TOKEN = 0xff;

    private final RoutineBuilder builder;

    RowKernels(RoutineBuilder builder) {
        this.builder = builder;
    }

    void add(Softmax softmax, Pass pass) throws Refusal {
        long rows = softmax.matrixCount() * softmax.queryTokens();
        long count = rows * softmax.keyTokens();
        int width = Math.toIntExact(builder.packs(softmax.keyTokens()));
        LaunchSize size = LaunchSize.rows(rows, Math.ceilDiv(width, 2), 512);
        String prefix = softmax.kind() == SoftmaxKind.CAUSAL_FUSED ? "causal_" : "";
        int queries = Math.toIntExact(softmax.queryTokens());
        float scale = 1;
        if (pass == Pass.FORWARD) {
            Operand x = builder.random("x", count);
            Operand y = builder.result("y", count);
            builder.launch("softmax", prefix + "softmax_forward", size, x, y, queries, width, scale);
            return;
        }
        Operand gradient = builder.random("gradient", count);
        Operand y = builder.random("y", count);
        Operand out = builder.result("inputGradient", count);
        builder.launch("softmax", prefix + "softmax_backward", size, gradient, y, out, queries, width, scale);
    }

    void add(Embedding embedding, Pass pass) throws Refusal {
        int width = Math.toIntExact(builder.packs(embedding.hiddenSize()));
        int tokens = Math.toIntExact(embedding.tokenCount());
        long rows = tokens * embedding.hiddenSize();
        long table = embedding.vocabularySize() * embedding.hiddenSize();
        Operand ids = builder.randomIndices("ids", tokens, embedding.vocabularySize());
        if (pass == Pass.FORWARD) {
            long packs = builder.packs(rows);
            LaunchSize size = LaunchSize.over(packs, builder.multiprocessorCount());
            builder.launch(
                    "embedding",
                    "embedding_forward",
                    size,
                    builder.random("table", table),
                    ids,
                    builder.result("y", rows),
                    width,
                    packs);
            return;
        }
        Operand gradient = builder.random("gradient", rows);
        Operand heads = builder.scratch(ElementType.INT32, embedding.vocabularySize());
        Operand next = builder.scratch(ElementType.INT32, tokens);
        builder.add(() -> builder.driver().fill(heads.address(), NO_TOKEN, heads.sizeBytes()));
        builder.launch("embedding", "link_tokens", LaunchSize.each(tokens), ids, heads, next, tokens);
        builder.launch(
                "embedding",
                "embedding_backward",
                LaunchSize.rows(embedding.vocabularySize(), width, 256),
                gradient,
                heads,
                next,
                builder.result("tableGradient", table),
                width);
    }

    /** The passes over the logits that Megatron-LM makes. */
    void add(CrossEntropy entropy, Pass pass) throws Refusal {
        int tokens = Math.toIntExact(entropy.batchCount() * entropy.sequenceTokens());
        long columns = entropy.vocabularyShardSize();
        int width = Math.toIntExact(builder.packs(columns));
        long packs = builder.packs(tokens * columns);
        LaunchSize elements = LaunchSize.over(packs, builder.multiprocessorCount());
        LaunchSize each = LaunchSize.each(tokens);
        LaunchSize rows = LaunchSize.rows(tokens, width, 1024);
        Operand targets = builder.randomIndices("targets", tokens, columns);
        Operand logits = builder.random("logits", Role.IN_PLACE, builder.type(), tokens * columns, 1.0f);
        if (pass == Pass.BACKWARD) {
            Operand upper = builder.random("upper", Role.INPUT, ElementType.FP32, tokens, 1.0f);
            launch("subtract_target", each, logits, targets, columns, tokens);
            launch("scale_rows", elements, logits, upper, width, packs);
            return;
        }
        Operand maximum = builder.scratch(ElementType.FP32, tokens);
        Operand target = builder.scratch(ElementType.FP32, tokens);
        Operand sum = builder.scratch(ElementType.FP32, tokens);
        launch("row_maximum", rows, logits, maximum, width);
        launch("subtract_rows", elements, logits, maximum, width, packs);
        launch("target_logits", each, logits, targets, target, columns, tokens);
        launch("exponentiate", elements, logits, packs);
        launch("row_sum", rows, logits, sum, width);
        launch("token_loss", each, sum, target, builder.result("loss", ElementType.FP32, tokens), tokens);
        launch("divide_by_sum", elements, logits, sum, width, packs);
    }

    private void launch(String function, LaunchSize size, Object... arguments) throws Refusal {
        builder.launch("cross_entropy", function, size, arguments);
    }
}
