// As much of NCCL as the backend calls, for ranks that are threads of one process: every message goes through a mailbox.
// Calls return when the work is done. Written from nccl.h: the id is a structure of 128 bytes that is passed by value.
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

struct Id { char bytes[128]; };
typedef std::vector<char> Message;

struct Group {
    std::mutex lock;
    std::condition_variable arrived;
    std::map<std::pair<int, int>, std::deque<Message>> boxes;
};
struct Rank { Group* group; int rank, count; };

static std::mutex groupsLock;
static std::map<std::string, Group> groups;
static int ids;

static thread_local bool grouping;
static thread_local std::vector<std::function<void()>> sends, receives;

static void put(Rank* r, int to, const void* from, size_t bytes) {
    std::lock_guard<std::mutex> guard(r->group->lock);
    r->group->boxes[{r->rank, to}].emplace_back((const char*) from, (const char*) from + bytes);
    r->group->arrived.notify_all();
}

static Message take(Rank* r, int from) {
    std::unique_lock<std::mutex> guard(r->group->lock);
    auto& box = r->group->boxes[{from, r->rank}];
    r->group->arrived.wait(guard, [&] { return !box.empty(); });
    Message message = box.front();
    box.pop_front();
    return message;
}

static size_t size(int type) { return type == 7 ? 4 : type == 6 || type == 9 ? 2 : 0; }

static float half(uint16_t bits) {
    int exponent = bits >> 10 & 31;
    float value = exponent ? __builtin_ldexpf(1024 + (bits & 1023), exponent - 25) : __builtin_ldexpf(bits & 1023, -24);
    return bits >> 15 ? -value : value;
}

// Of whole numbers from 0 to 2048.
static uint16_t half(float value) {
    if (value == 0) return 0;
    int exponent;
    float mantissa = __builtin_frexpf(value, &exponent);
    return (uint16_t) ((exponent + 14) << 10 | ((int) (mantissa * 2048) - 1024));
}

static float read(const char* p, int type, size_t i) {
    if (type == 7) return ((const float*) p)[i];
    uint16_t bits = ((const uint16_t*) p)[i];
    if (type == 6) return half(bits);
    uint32_t word = (uint32_t) bits << 16;
    float value;
    memcpy(&value, &word, 4);
    return value;
}

static void write(char* p, int type, size_t i, float value) {
    if (type == 7) { ((float*) p)[i] = value; return; }
    uint32_t word;
    memcpy(&word, &value, 4);
    ((uint16_t*) p)[i] = type == 6 ? half(value) : (uint16_t) (word >> 16);
}

static Message sum(Rank* r, int type, size_t count) {
    Message total(count * size(type));
    std::vector<float> sums(count);
    for (int from = 0; from < r->count; from++) {
        Message part = take(r, from);
        for (size_t i = 0; i < count; i++) sums[i] += read(part.data(), type, i);
    }
    for (size_t i = 0; i < count; i++) write(total.data(), type, i, sums[i]);
    return total;
}

extern "C" {

int ncclGetVersion(int* version) { *version = 22703; return 0; }
int ncclGetUniqueId(Id* id) {
    std::lock_guard<std::mutex> guard(groupsLock);
    for (int i = 0; i < 128; i++) id->bytes[i] = (char) (i * 7 + 1);
    id->bytes[127] = (char) ++ids;
    return 0;
}
int ncclCommInitRank(Rank** comm, int count, Id id, int rank) {
    std::lock_guard<std::mutex> guard(groupsLock);
    *comm = new Rank{&groups[std::string(id.bytes, 128)], rank, count};
    return 0;
}
int ncclCommDestroy(Rank* r) { delete r; return 0; }
int ncclCommAbort(Rank*) { return 0; }

int ncclAllReduce(void* from, void* to, size_t count, int type, int operation, Rank* r, long) {
    if (!size(type) || operation) return 4;
    for (int other = 0; other < r->count; other++) put(r, other, from, count * size(type));
    Message total = sum(r, type, count);
    memcpy(to, total.data(), total.size());
    return 0;
}
int ncclReduceScatter(char* from, void* to, size_t count, int type, int operation, Rank* r, long) {
    if (!size(type) || operation) return 4;
    size_t bytes = count * size(type);
    for (int other = 0; other < r->count; other++) put(r, other, from + other * bytes, bytes);
    Message total = sum(r, type, count);
    memcpy(to, total.data(), bytes);
    return 0;
}
int ncclAllGather(void* from, char* to, size_t count, int type, Rank* r, long) {
    size_t bytes = count * size(type);
    for (int other = 0; other < r->count; other++) put(r, other, from, bytes);
    for (int other = 0; other < r->count; other++) memcpy(to + other * bytes, take(r, other).data(), bytes);
    return 0;
}
int ncclBroadcast(void* from, void* to, size_t count, int type, int root, Rank* r, long) {
    size_t bytes = count * size(type);
    if (r->rank == root) for (int other = 0; other < r->count; other++) put(r, other, from, bytes);
    memcpy(to, take(r, root).data(), bytes);
    return 0;
}
int ncclGroupStart() { grouping = true; return 0; }
int ncclSend(void* from, size_t count, int type, int peer, Rank* r, long) {
    if (!grouping) return 5;
    sends.push_back([=] { put(r, peer, from, count * size(type)); });
    return 0;
}
int ncclRecv(void* to, size_t count, int type, int peer, Rank* r, long) {
    if (!grouping) return 5;
    receives.push_back([=] { memcpy(to, take(r, peer).data(), count * size(type)); });
    return 0;
}
int ncclGroupEnd() {
    grouping = false;
    for (auto& work : sends) work();
    for (auto& work : receives) work();
    sends.clear();
    receives.clear();
    return 0;
}
}
