// Lets the kernels' sources compile as C++ for the processor: what CUDA C++ has built in. The fake driver runs the threads of
// a block in turns; a thread hands over at each barrier and shuffle. Every thread must meet the same ones, as ours do.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <tuple>
#include <utility>

#define __global__
#define __device__
#define __shared__ static
#define __launch_bounds__(threads)
#define __align__(bytes) alignas(bytes)

struct Place { unsigned x, y, z; };
struct HostThreads {
    Place thread, block, blockSize, gridSize;
    void (*handOver)();
    float slots[1024];
};
extern "C" HostThreads host_threads;
HostThreads host_threads;
#define threadIdx host_threads.thread
#define blockIdx host_threads.block
#define blockDim host_threads.blockSize
#define gridDim host_threads.gridSize

struct alignas(16) float4 { float x, y, z, w; };
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }

inline void __syncthreads() { host_threads.handOver(); }
inline float __shfl_xor_sync(unsigned, float value, int distance) {
    unsigned own = threadIdx.x;
    host_threads.slots[own] = value;
    host_threads.handOver();
    float other = host_threads.slots[own ^ distance];
    host_threads.handOver();
    return other;
}
inline float rsqrtf(float x) { return 1 / std::sqrt(x); }
inline int min(int a, int b) { return std::min(a, b); }
inline long long min(long long a, long long b) { return std::min(a, b); }
inline int atomicExch(int* place, int value) { return std::exchange(*place, value); }

template <typename... Arguments, size_t... Indices>
void call(void (*kernel)(Arguments...), void** arguments, std::index_sequence<Indices...>) {
    kernel(*(std::tuple_element_t<Indices, std::tuple<Arguments...>>*) arguments[Indices]...);
}
// For the driver, which knows nothing of a kernel's arguments.
#define CALLABLE(KERNEL) \
    extern "C" void call_##KERNEL(void** arguments) { call(KERNEL, arguments, sizes(KERNEL)); }
template <typename... Arguments> auto sizes(void (*)(Arguments...)) { return std::index_sequence_for<Arguments...>(); }
