// Residual add, the causal mask, the rotation of positions, and random operands.

extern "C" __global__ void residual_add(const Element* a, const Element* b, Element* out, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        Pack left = packs(a)[i];
        Pack right = packs(b)[i];
        for (int lane = 0; lane < LANES; lane++) {
            left.lane[lane] = toElement(toFloat(left.lane[lane]) + toFloat(right.lane[lane]));
        }
        packs(out)[i] = left;
    }
}

// In place: scores[matrix, query, key] = 0 where mask[query, key]. maskPacks = packs of one matrix.
extern "C" __global__ void mask_fill(Element* scores, const Byte* mask, Index maskPacks, Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        const Byte* masked = mask + i % maskPacks * LANES;
        int count = 0;
        for (int lane = 0; lane < LANES; lane++) count += masked[lane];
        if (count == 0) continue;
        Pack pack;
        if (count < LANES) pack = packs(scores)[i];
        for (int lane = 0; lane < LANES; lane++) {
            if (masked[lane]) pack.lane[lane] = toElement(0);
        }
        packs(scores)[i] = pack;
    }
}

extern "C" __global__ void mask_fill_backward(const Element* gradient, const Byte* mask, Element* out, Index maskPacks,
                                              Index packCount) {
    for (Index i = globalThread(); i < packCount; i += globalThreads()) {
        const Byte* masked = mask + i % maskPacks * LANES;
        Pack pack = packs(gradient)[i];
        for (int lane = 0; lane < LANES; lane++) {
            if (masked[lane]) pack.lane[lane] = toElement(0);
        }
        packs(out)[i] = pack;
    }
}

// mask[query, key] = whether the key is later than the query.
extern "C" __global__ void causal_mask(Byte* mask, Index queries, Index keys) {
    for (Index i = globalThread(); i < queries * keys; i += globalThreads()) mask[i] = i % keys > i / keys;
}

// Four elements: the halves of a head are whole numbers of these.
struct __align__(4 * sizeof(Element)) Quad { Element lane[4]; };

// x[sequence, batch * head, 2 * half]; cosine and sine [sequence, 2 * half]. direction 1 rotates, -1 rotates back.
extern "C" __global__ void rotate(const Element* x, const Element* cosine, const Element* sine, Element* out,
                                  int rowsOfToken, int halfQuads, float direction, Index quadCount) {
    for (Index i = globalThread(); i < quadCount; i += globalThreads()) {
        Index row = i / halfQuads;
        Index place = i % halfQuads;
        Index first = row * 2 * halfQuads + place;
        Index angle = row / rowsOfToken * 2 * halfQuads + place;
        Quad left = ((const Quad*) x)[first];
        Quad right = ((const Quad*) x)[first + halfQuads];
        Quad c = ((const Quad*) cosine)[angle];
        Quad s = ((const Quad*) sine)[angle];
        for (int lane = 0; lane < 4; lane++) {
            float l = toFloat(left.lane[lane]);
            float r = toFloat(right.lane[lane]);
            float turn = direction * toFloat(s.lane[lane]);
            left.lane[lane] = toElement(l * toFloat(c.lane[lane]) - r * turn);
            right.lane[lane] = toElement(r * toFloat(c.lane[lane]) + l * turn);
        }
        ((Quad*) out)[first] = left;
        ((Quad*) out)[first + halfQuads] = right;
    }
}

// cosine and sine [sequence, 2 * half] of the angles of positions, base 10000; both halves alike.
extern "C" __global__ void rotation_table(Element* cosine, Element* sine, Index sequence, int half) {
    for (Index i = globalThread(); i < sequence * half; i += globalThreads()) {
        float angle = (float) (i / half) * powf(10000.0f, -(float) (i % half) / half);
        Index first = i / half * 2 * half + i % half;
        cosine[first] = cosine[first + half] = toElement(cosf(angle));
        sine[first] = sine[first + half] = toElement(sinf(angle));
    }
}

// A good mix of the bits of a counter. Source: splitmix64, public domain.
__device__ inline unsigned long long mix(unsigned long long x) {
    x += 0x9e3779b97f4a7c15ull;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ x >> 27) * 0x94d049bb133111ebull;
    return x ^ x >> 31;
}

// Near normal with the given deviation: the sum of four uniform numbers of 16 bits.
extern "C" __global__ void fill_random(Element* out, Index count, Index seed, float deviation) {
    for (Index i = globalThread(); i < count; i += globalThreads()) {
        unsigned long long bits = mix(mix(seed) + i);
        int sum = (int) (bits & 0xffff) + (int) (bits >> 16 & 0xffff) + (int) (bits >> 32 & 0xffff) + (int) (bits >> 48);
        out[i] = toElement((sum - 131070) * (deviation * 2.6428e-5f));
    }
}

// Bytes that are normal numbers of either sign up to 2 as e4m3 and as e5m2.
extern "C" __global__ void fill_random_fp8(Byte* out, Index count, Index seed) {
    for (Index i = globalThread(); i < count; i += globalThreads()) {
        Byte bits = (Byte) mix(mix(seed) + i);
        out[i] = (bits & 0x80) | (0x20 + (bits & 0x1f));
    }
}

extern "C" __global__ void fill_random_index(Index* out, Index count, Index seed, Index bound) {
    for (Index i = globalThread(); i < count; i += globalThreads()) out[i] = (Index) (mix(mix(seed) + i) >> 1) % bound;
}
