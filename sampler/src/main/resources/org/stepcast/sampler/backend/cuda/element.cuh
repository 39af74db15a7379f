// What every family shares: the element type (ELEMENT is fp32, fp16 or bf16), 16-byte packs of elements, reductions over a
// block. No header of CUDA is needed, so that a runtime compiler alone suffices. Arithmetic is in fp32.

#define fp32 1
#define fp16 2
#define bf16 3

typedef unsigned char Byte;
typedef unsigned short Bits16;
typedef unsigned int Bits32;
typedef long long Index;

__device__ inline float floatOfBits(Bits32 bits) {
    union { Bits32 bits; float value; } both;
    both.bits = bits;
    return both.value;
}

__device__ inline Bits32 bitsOfFloat(float value) {
    union { Bits32 bits; float value; } both;
    both.value = value;
    return both.bits;
}

#if ELEMENT == fp32
typedef float Element;
__device__ inline float toFloat(Element element) { return element; }
__device__ inline Element toElement(float value) { return value; }
#elif ELEMENT == fp16
struct Element { Bits16 bits; };
__device__ inline float toFloat(Element element) {
#ifdef __CUDACC__
    float value;
    asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(element.bits));
    return value;
#else // a test that compiles for the processor
    return (float) __builtin_bit_cast(_Float16, element.bits);
#endif
}
__device__ inline Element toElement(float value) {
    Element element;
#ifdef __CUDACC__
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(element.bits) : "f"(value));
#else
    element.bits = __builtin_bit_cast(Bits16, (_Float16) value);
#endif
    return element;
}
#else
struct Element { Bits16 bits; };
__device__ inline float toFloat(Element element) { return floatOfBits((Bits32) element.bits << 16); }
__device__ inline Element toElement(float value) {
    Bits32 bits = bitsOfFloat(value);
    Element element;
    // Round to nearest even; a NaN stays one.
    element.bits = value != value ? 0x7fff : (Bits16) ((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
    return element;
}
#endif

// 16 bytes: the widest load and store of a thread.
#define LANES ((int) (16 / sizeof(Element)))

struct __align__(16) Pack { Element lane[16 / sizeof(Element)]; };

__device__ inline const Pack* packs(const Element* elements) { return (const Pack*) elements; }
__device__ inline Pack* packs(Element* elements) { return (Pack*) elements; }

// This thread's place among all threads of the launch, and their number.
__device__ inline Index globalThread() { return (Index) blockIdx.x * blockDim.x + threadIdx.x; }
__device__ inline Index globalThreads() { return (Index) gridDim.x * blockDim.x; }

struct Sum { __device__ static float of(float a, float b) { return a + b; } };
struct Maximum { __device__ static float of(float a, float b) { return fmaxf(a, b); } };

// The same value in every thread. At most 1024 threads, whole warps.
template <typename Operation> __device__ float reduceBlock(float value, float neutral) {
    __shared__ float ofWarp[32];
    for (int distance = 16; distance > 0; distance /= 2) {
        value = Operation::of(value, __shfl_xor_sync(0xffffffffu, value, distance));
    }
    __syncthreads();
    if (threadIdx.x % 32 == 0) ofWarp[threadIdx.x / 32] = value;
    __syncthreads();
    value = threadIdx.x % 32 < blockDim.x / 32 ? ofWarp[threadIdx.x % 32] : neutral;
    for (int distance = 16; distance > 0; distance /= 2) {
        value = Operation::of(value, __shfl_xor_sync(0xffffffffu, value, distance));
    }
    return value;
}

__device__ inline float sumOfBlock(float value) { return reduceBlock<Sum>(value, 0.0f); }
__device__ inline float maximumOfBlock(float value) { return reduceBlock<Maximum>(value, floatOfBits(0xff800000u)); }
