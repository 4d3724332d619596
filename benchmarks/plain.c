/* A Jackson network by hand: several kinds on fixed routes through stations with some servers,
 * first come first served, exponential everything, one binary heap of events, no library.
 *
 * Standard input: stations, then servers and mean service of each; kinds, then for each its rate,
 * the length of its route and the stations. Arguments: horizon, replications, seed.
 * Standard output: visits finished, items finished, mean lead time, processor time [s].
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { STATIONS = 64, KINDS = 64, STEPS = 64 };

typedef struct { double time; int32_t what, item; } Event;
typedef struct { double arrived; int32_t kind, step, next; } Item;
typedef struct { double mean; int32_t servers, busy, head, tail; } Station;
typedef struct { double rate; int32_t steps, route[STEPS]; } Kind;

static Station station[STATIONS];
static Kind kind[KINDS];
static int stations, kinds;
static Event *heap;
static Item *item;
static int heap_size, heap_room, item_room, unused = -1, item_top;
static uint64_t luck;
static double now;

static inline uint64_t word(void) {
    uint64_t z = (luck += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline double exponential(double mean) {
    return -mean * log(((double)(word() >> 12) + 0.5) * 0x1p-52);
}

static void after(double delay, int what, int which) {
    if (heap_size == heap_room) {
        heap_room = heap_room ? 2 * heap_room : 256;
        heap = realloc(heap, (size_t)heap_room * sizeof *heap);
    }
    int here = heap_size++;
    double time = now + delay;
    while (here > 0 && heap[(here - 1) / 2].time > time) {
        heap[here] = heap[(here - 1) / 2];
        here = (here - 1) / 2;
    }
    heap[here] = (Event){time, what, which};
}

static Event soonest(void) {
    Event first = heap[0], last = heap[--heap_size];
    int here = 0, below = 1;
    while (below < heap_size) {
        if (below + 1 < heap_size && heap[below + 1].time < heap[below].time) below++;
        if (heap[below].time >= last.time) break;
        heap[here] = heap[below];
        here = below;
        below = 2 * here + 1;
    }
    heap[here] = last;
    return first;
}

static int fresh(void) {
    if (unused >= 0) {
        int found = unused;
        unused = item[found].next;
        return found;
    }
    if (item_top == item_room) {
        item_room = item_room ? 2 * item_room : 256;
        item = realloc(item, (size_t)item_room * sizeof *item);
    }
    return item_top++;
}

static void join(int which) {
    int at = kind[item[which].kind].route[item[which].step];
    Station *s = &station[at];
    if (s->busy < s->servers) {
        s->busy++;
        after(exponential(s->mean), at, which);
        return;
    }
    item[which].next = -1;
    if (s->tail < 0) s->head = which;
    else item[s->tail].next = which;
    s->tail = which;
}

static void leave(int at) {
    Station *s = &station[at];
    int next = s->head;
    if (next < 0) {
        s->busy--;
        return;
    }
    s->head = item[next].next;
    if (s->head < 0) s->tail = -1;
    after(exponential(s->mean), at, next);
}

int main(int count, char **word_) {
    if (count != 4) return 2;
    double horizon = atof(word_[1]);
    int replications = atoi(word_[2]);
    uint64_t seed = strtoull(word_[3], NULL, 10);
    if (scanf("%d", &stations) != 1 || stations > STATIONS) return 2;
    for (int i = 0; i < stations; i++)
        if (scanf("%d %lf", &station[i].servers, &station[i].mean) != 2) return 2;
    if (scanf("%d", &kinds) != 1 || kinds > KINDS) return 2;
    for (int k = 0; k < kinds; k++) {
        if (scanf("%lf %d", &kind[k].rate, &kind[k].steps) != 2 || kind[k].steps > STEPS) return 2;
        for (int j = 0; j < kind[k].steps; j++)
            if (scanf("%d", &kind[k].route[j]) != 1) return 2;
    }
    struct timespec begun, ended;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begun);
    long visits = 0, finished = 0;
    double lead = 0.0;
    for (int r = 0; r < replications; r++) {
        luck = seed * 1000003u + (uint64_t)r * 0xD1B54A32D192ED03u;
        now = 0.0;
        heap_size = item_top = 0;
        unused = -1;
        for (int i = 0; i < stations; i++) {
            station[i].busy = 0;
            station[i].head = station[i].tail = -1;
        }
        for (int k = 0; k < kinds; k++) after(exponential(1.0 / kind[k].rate), STATIONS + k, -1);
        while (heap_size > 0 && heap[0].time < horizon) {
            Event event = soonest();
            now = event.time;
            if (event.what >= STATIONS) {
                int k = event.what - STATIONS, which = fresh();
                item[which] = (Item){now, k, 0, -1};
                after(exponential(1.0 / kind[k].rate), event.what, -1);
                join(which);
                continue;
            }
            visits++;
            leave(event.what);
            Item *one = &item[event.item];
            if (++one->step < kind[one->kind].steps) {
                join(event.item);
                continue;
            }
            finished++;
            lead += now - one->arrived;
            one->next = unused;
            unused = event.item;
        }
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ended);
    double seconds = (double)(ended.tv_sec - begun.tv_sec) + 1e-9 * (double)(ended.tv_nsec - begun.tv_nsec);
    printf("%ld %ld %.6f %.9f\n", visits, finished, lead / (double)finished, seconds);
    return 0;
}
