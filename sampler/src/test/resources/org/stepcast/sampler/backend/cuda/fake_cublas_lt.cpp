// As much of cuBLASLt as the backend calls, on the processor, written from the library's documentation: products by three
// loops, column-major, with the orders, batches and epilogues that the attributes say.
#include <cmath>
#include <cstring>
#include <vector>

typedef unsigned long long Word;
struct Layout { int type; Word rows, columns; long long leading; int batches = 1; long long stride = 0; };
struct Matmul { int left = 0, right = 0, epilogue = 1, biasType = 0; void* bias = nullptr; };

static float read(const void* base, int type, long long i) {
    if (type == 0) return ((float*) base)[i];
    if (type == 2 || type == 14) {
        unsigned short bits = ((unsigned short*) base)[i];
        if (type == 2) { _Float16 half; memcpy(&half, &bits, 2); return half; }
        unsigned wide = (unsigned) bits << 16;
        float value; memcpy(&value, &wide, 4); return value;
    }
    unsigned char bits = ((unsigned char*) base)[i];
    int mantissa = type == 28 ? 3 : 2, bias = type == 28 ? 7 : 15;
    float value = std::ldexp(1 + std::ldexp((float) (bits & ((1 << mantissa) - 1)), -mantissa),
                             ((bits & 0x7f) >> mantissa) - bias);
    return bits & 0x80 ? -value : value;
}

static void write(void* base, int type, long long i, float value) {
    if (type == 0) { ((float*) base)[i] = value; return; }
    if (type == 2) { _Float16 half = (_Float16) value; memcpy((unsigned short*) base + i, &half, 2); return; }
    unsigned wide; memcpy(&wide, &value, 4);
    ((unsigned short*) base)[i] = (wide + 0x7fff + (wide >> 16 & 1)) >> 16;
}

extern "C" {

Word cublasLtGetVersion() { return 130000; }
int cublasLtCreate(Word* handle) { *handle = 1; return 0; }
int cublasLtMatmulDescCreate(Matmul** matmul, int, int) { *matmul = new Matmul(); return 0; }
int cublasLtMatmulDescSetAttribute(Matmul* matmul, int attribute, const void* value, Word size) {
    void* places[] = {nullptr, nullptr, nullptr, &matmul->left, &matmul->right, nullptr, nullptr, &matmul->epilogue,
                      &matmul->bias};
    if (attribute == 25) return size == 1 ? 0 : 7;
    memcpy(attribute == 26 ? &matmul->biasType : places[attribute], value, size);
    return 0;
}
int cublasLtMatrixLayoutCreate(Layout** layout, int type, Word rows, Word columns, long long leading) {
    *layout = new Layout{type, rows, columns, leading};
    return 0;
}
int cublasLtMatrixLayoutSetAttribute(Layout* layout, int attribute, const void* value, Word size) {
    memcpy(attribute == 5 ? (void*) &layout->batches : (void*) &layout->stride, value, size);
    return 0;
}
int cublasLtMatmulPreferenceCreate(Word* preference) { *preference = 1; return 0; }
int cublasLtMatmulPreferenceSetAttribute(Word, int, const void*, Word) { return 0; }
int cublasLtMatmulAlgoGetHeuristic(Word, Matmul* matmul, Layout* a, Layout* b, Layout* c, Layout*, Word, int, void*,
                                   int* found) {
    Word m = matmul->left ? a->columns : a->rows, k = matmul->left ? a->rows : a->columns;
    Word n = matmul->right ? b->rows : b->columns, other = matmul->right ? b->columns : b->rows;
    bool isFp8 = a->type >= 28;
    *found = m == c->rows && n == c->columns && k == other && !(isFp8 && (!matmul->left || matmul->right));
    return *found ? 0 : 15;
}
int cublasLtMatmul(Word, Matmul* matmul, const float* alpha, const void* a, Layout* la, const void* b, Layout* lb,
                   const float* beta, const void*, Layout*, void* d, Layout* ld, const void*, void*, Word, Word) {
    if (*alpha != 1 || *beta != 0) return 7;
    Word k = matmul->left ? la->rows : la->columns;
    std::vector<float> left(ld->rows * k), right(ld->columns * k);
    for (int batch = 0; batch < ld->batches; batch++) {
        for (Word row = 0; row < ld->rows; row++) {
            for (Word i = 0; i < k; i++) {
                Word place = matmul->left ? i + row * la->leading : row + i * la->leading;
                left[row * k + i] = read(a, la->type, batch * la->stride + place);
            }
        }
        for (Word column = 0; column < ld->columns; column++) {
            for (Word i = 0; i < k; i++) {
                Word place = matmul->right ? column + i * lb->leading : i + column * lb->leading;
                right[column * k + i] = read(b, lb->type, batch * lb->stride + place);
            }
        }
        for (Word column = 0; column < ld->columns; column++) {
            for (Word row = 0; row < ld->rows; row++) {
                float sum = matmul->epilogue == 4 ? read(matmul->bias, matmul->biasType, row) : 0;
                for (Word i = 0; i < k; i++) sum += left[row * k + i] * right[column * k + i];
                write(d, ld->type, batch * ld->stride + row + column * ld->leading, sum);
            }
        }
    }
    for (Word column = 0; matmul->epilogue == 512 && column < ld->columns; column++) {
        float sum = 0;
        for (Word i = 0; i < k; i++) {
            sum += read(b, lb->type, matmul->right ? column + i * lb->leading : i + column * lb->leading);
        }
        write(matmul->bias, matmul->biasType, column, sum);
    }
    return 0;
}

}
