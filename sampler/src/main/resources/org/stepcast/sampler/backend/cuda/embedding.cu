// Embedding: gathers rows of a table; backward writes the dense gradient of the table, each of its rows once. Tokens of one
// row are a linked list (heads[vocabulary], next[token], -1 at the end), so that sums are in fp32 and need no atomics.

extern "C" __global__ void embedding_forward(const Element* table, const Index* ids, Element* out, int width,
                                             Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        packs(out)[i] = (packs(table) + ids[i / width] * width)[i % width];
    }
}

// heads are -1 before.
extern "C" __global__ void link_tokens(const Index* ids, int* heads, int* next, int tokens) {
    Index token = globalThread();
    if (token < tokens) next[token] = atomicExch(heads + ids[token], (int) token);
}

// A block has a row of the table.
extern "C" __global__ void embedding_backward(const Element* gradient, const int* heads, const int* next, Element* out,
                                              int width) {
    Pack* row = packs(out) + (Index) blockIdx.x * width;
    for (int place = threadIdx.x; place < width; place += blockDim.x) {
        float sums[16 / sizeof(Element)] = {};
        for (int token = heads[blockIdx.x]; token >= 0; token = next[token]) {
            Pack upper = (packs(gradient) + (Index) token * width)[place];
            for (int lane = 0; lane < LANES; lane++) sums[lane] += toFloat(upper.lane[lane]);
        }
        Pack result;
        for (int lane = 0; lane < LANES; lane++) result.lane[lane] = toElement(sums[lane]);
        row[place] = result;
    }
}
