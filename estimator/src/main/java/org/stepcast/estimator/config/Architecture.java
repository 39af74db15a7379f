package org.stepcast.estimator.config;

import java.util.ArrayList;
import java.util.List;
import org.stepcast.core.operator.Attention.AttentionMask;
import org.stepcast.estimator.config.Experts.Mixture;
import org.stepcast.estimator.config.FeedForward.MlpActivation;
import org.stepcast.estimator.config.LayerStyle.Norm;
import org.stepcast.estimator.config.LayerStyle.Residual;
import org.stepcast.estimator.config.Positions.Learned;
import org.stepcast.estimator.config.Vocabulary.EmbeddingNorm;
import org.stepcast.estimator.config.Vocabulary.Embeddings;

/**
 * A decoder-only transformer: embedding, layers of attention and an MLP or experts with a norm before each, a last norm
 * and an output layer.
 *
 * @param name preset, or the file or fields that it was read from
 * @param feedForward the MLP of layers without experts
 * @param experts which layers have experts, and which
 */
public record Architecture(
        String name,
        long layerCount,
        long hiddenSize,
        Vocabulary vocabulary,
        Positions positions,
        SelfAttention attention,
        Visibility visibility,
        FeedForward feedForward,
        Experts experts,
        LayerStyle style) {

    /** The same architecture under another name. */
    public Architecture withName(String other) {
        return new Architecture(
                other,
                layerCount,
                hiddenSize,
                vocabulary,
                positions,
                attention,
                visibility,
                feedForward,
                experts,
                style);
    }

    /** The same architecture with another number of layers. */
    public Architecture withLayers(long otherCount) {
        return new Architecture(
                name,
                otherCount,
                hiddenSize,
                vocabulary,
                positions,
                attention,
                visibility,
                feedForward,
                experts,
                style);
    }

    /** The same architecture with other MLPs. */
    public Architecture withFeedForward(FeedForward otherFeedForward, Experts otherExperts) {
        return new Architecture(
                name,
                layerCount,
                hiddenSize,
                vocabulary,
                positions,
                attention,
                visibility,
                otherFeedForward,
                otherExperts,
                style);
    }

    /** The same architecture with a table of its own for the output layer, or without. */
    public Architecture withEmbeddings(Embeddings other) {
        Vocabulary changed = new Vocabulary(vocabulary.size(), vocabulary.padding(), other, vocabulary.embeddingNorm());
        return new Architecture(
                name, layerCount, hiddenSize, changed, positions, attention, visibility, feedForward, experts, style);
    }

    public long headCount() {
        return attention.headCount();
    }

    public long keyValueHeadCount() {
        return attention.keyValueHeadCount();
    }

    /** Features of a query head. */
    public long headSize() {
        return attention.keySize();
    }

    /** Inner width of the MLP of layers without experts. */
    public long feedForwardSize() {
        return feedForward.size();
    }

    /** Entries before padding. */
    public long vocabularySize() {
        return vocabulary.size();
    }

    public MlpActivation activation() {
        return feedForward.activation();
    }

    public Norm normalization() {
        return style.norm();
    }

    public Embeddings embeddings() {
        return vocabulary.embeddings();
    }

    public Biases biases() {
        return style.biases();
    }

    public Residual residual() {
        return style.residual();
    }

    public AttentionMask mask() {
        return visibility.mask();
    }

    /** Layers that have experts. */
    public long expertLayerCount() {
        return experts.layerCount(layerCount);
    }

    /**
     * Trainable parameters, the vocabulary not padded. With h = hiddenSize, V = vocabulary size, P = rows of learned
     * positions, a = {@link #attentionParameterCount}, n = weights (and biases) of a norm over h features, d and e as many
     * layers without and with experts:
     *
     * <pre>
     * tables    (V + P) h, and V h once more where the output layer has a table of its own, and n after a normed embedding
     * total     tables + d (a + MLP) + e (a + router + experts + shared expert) + layers · norms of a layer · n + n
     * </pre>
     */
    public long parameterCount() {
        return parameterCountWith(Selection.ALL);
    }

    /** As {@link #parameterCount}, but of the experts only those that one token passes through. */
    public long activeParameterCount() {
        return parameterCountWith(Selection.CHOSEN);
    }

    /** Weights of attention in one layer, its own norms and biases included. */
    public long attentionParameterCount() {
        long inner =
                attention.innerNormSizes().stream().mapToLong(Long::longValue).sum();
        return parameterCount(attention.linears(hiddenSize)) + inner;
    }

    private enum Selection {
        ALL,
        CHOSEN
    }

    private long parameterCountWith(Selection selection) {
        long withExperts = expertLayerCount();
        long layers = layerCount * (attentionParameterCount() + residual().normCount() * normParameterCount());
        long dense = (layerCount - withExperts) * parameterCount(feedForward.linears("mlp", hiddenSize));
        long sparse = experts instanceof Mixture mixture ? withExperts * expertParameterCount(mixture, selection) : 0;
        return tableParameterCount() + layers + dense + sparse + normParameterCount();
    }

    private long expertParameterCount(Mixture mixture, Selection selection) {
        List<Linear> always = new ArrayList<>(mixture.shared().linears(hiddenSize));
        always.add(mixture.router(hiddenSize));
        long one = parameterCount(mixture.expert().linears("expert", hiddenSize));
        return parameterCount(always)
                + one * (selection == Selection.ALL ? mixture.expertCount() : mixture.topKCount());
    }

    private long tableParameterCount() {
        long learned = positions instanceof Learned table ? table.rowCount() : 0;
        long outputs = embeddings() == Embeddings.UNTIED ? vocabulary.size() : 0;
        long bias = biases() == Biases.ALL_AND_OUTPUT_LAYER ? vocabulary.size() : 0;
        long norm = vocabulary.embeddingNorm() == EmbeddingNorm.PRESENT ? normParameterCount() : 0;
        return (vocabulary.size() + learned + outputs) * hiddenSize + bias + norm;
    }

    private long parameterCount(List<Linear> linears) {
        return linears.stream()
                .mapToLong(linear -> linear.parameterCount(biases()))
                .sum();
    }

    private long normParameterCount() {
        return normalization().tensorCount() * hiddenSize;
    }
}
