/* The same network with edgewise's own luck, ties and tally, so that every number must be equal.
 *
 * Luck is addressed: two mixes of a 64-bit finaliser over key and counter, a logarithm by table.
 * Events of one instant go by rank and serial, queues by (entered, item, step, number).
 *
 * Standard input: horizon, warm-up; a table of 129 logarithms (high, low, inverse); stations, then
 * of each its servers, mean service and word; the number of boundaries; kinds, then of each its
 * rate, word and route: its length, then of each step the station, how often it was visited before
 * and the boundary crossed to it (-1: none). Floats in hex digits. Arguments: seed, replications.
 * Standard output: the processor time [s], then the rows of tallies, all as doubles.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STATIONS = 64, KINDS = 64, STEPS = 64, EDGES = 256, TABLE = 129 };
enum { ARRIVAL = 1, EFFORT = 3 };
enum { RANK_ARRIVAL = 1, RANK_SERVICE = 2, RANK_BITS = 40 };
enum {
    ARRIVED, FINISHED, IN_PROGRESS, WAITING, IN_SERVICE, COHORT_ARRIVED, RELEASED, LEAD_TIME,
    SERVICE_TIME, THROUGHPUT, NOT_STARTED, SUMS
};
enum { BUSY, VISIT, WAITS, WAIT_TIME, QUEUE, TEAM_SUMS };
enum { HANDOFFS, CLEAN, OWNED, EDGE_SUMS };
enum { INTACT, FACTS, PASSED, RETENTION };

typedef struct { double time; int64_t order; int32_t job; } Event;
typedef struct {
    double entered, since, left;
    int64_t number;
    int32_t item, step, station, before, next;
} Job;
typedef struct {
    double arrived, released, served;
    uint64_t key, intact;
    int32_t kind, step, state;
} Item;
typedef struct {
    double mean;
    uint64_t stirred;
    int32_t servers, busy, head, tail, first_running;
} Station;
typedef struct { uint64_t stirred; int32_t station, edge; } Step;
typedef struct {
    double rate;
    uint64_t word, key;
    int64_t n;
    int32_t first_step, steps;
    Step route[STEPS];
} Kind;

static double table_high[TABLE], table_low[TABLE], table_inverse[TABLE];
static Station station[STATIONS];
static Kind kind[KINDS];
static int stations, kinds, edges, steps, longest;
static double horizon, warm_up, now;
static int64_t next_number;
static double *row, *team_sums, *edge_sums, *retention, *kind_sums;

static Event *heap;
static Job *job;
static Item *item;
static unsigned char *intact;
static int heap_size, heap_room, job_top = 1, job_room, item_top, item_room, free_job;

static inline uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline uint64_t stirred(uint64_t part) { return mix(part + 0x9E3779B97F4A7C15u); }

static inline uint64_t combine(uint64_t key, uint64_t part) { return mix(key ^ stirred(part)); }

static inline double uniform(uint64_t key, uint64_t purpose, uint64_t index) {
    return ((double)(combine(key, (purpose << 48) + index) >> 12) + 0.5) * 0x1p-52;
}

static inline double logarithm(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    double whole = (double)((int64_t)(bits >> 52) - 1022), half;
    int step = (int)(((bits >> 44 & 255) + 1) >> 1);
    bits = (bits & 0xFFFFFFFFFFFFFu) | (uint64_t)1022 << 52;
    memcpy(&half, &bits, sizeof half);
    double r = (half - (128 + step) / 256.0) * table_inverse[step], rr = r * r;
    double series = (-1.0 / 2 + r * (1.0 / 3)) +
                    rr * ((-1.0 / 4 + r * (1.0 / 5)) + rr * (-1.0 / 6 + r * (1.0 / 7)));
    double high = whole * -table_high[0] + table_high[step];
    double low = (whole * -table_low[0] + table_low[step]) + rr * series;
    double total = high + r;
    return total + ((high - total + r) + low);
}

static inline double exponential(double u, double mean) { return -mean * logarithm(1.0 - u); }

static void *roomier(void *table, int *room, size_t size) {
    *room = *room ? 2 * *room : 1024;
    return realloc(table, (size_t)*room * size);
}

static inline int sooner(double time, int64_t order, const Event *than) {
    return (time < than->time) | ((time == than->time) & (order < than->order));
}

static void after(double delay, int64_t rank, int64_t serial, int which) {
    if (heap_size == heap_room) heap = roomier(heap, &heap_room, sizeof *heap);
    int here = heap_size++;
    double time = now + delay;
    int64_t order = (rank << RANK_BITS) + serial;
    while (here > 0 && sooner(time, order, &heap[(here - 1) / 2])) {
        heap[here] = heap[(here - 1) / 2];
        here = (here - 1) / 2;
    }
    heap[here] = (Event){time, order, which};
}

static Event soonest(void) {
    Event first = heap[0], last = heap[--heap_size];
    int here = 0, below = 1;
    while (below < heap_size) {
        if (below + 1 < heap_size)
            below += sooner(heap[below + 1].time, heap[below + 1].order, &heap[below]);
        if (sooner(last.time, last.order, &heap[below])) break;
        heap[here] = heap[below];
        here = below;
        below = 2 * here + 1;
    }
    heap[here] = last;
    return first;
}

static inline double in_window(double since) {
    return (now > warm_up ? now : warm_up) - (since > warm_up ? since : warm_up);
}

static inline void end_of_wait(Job *it) {
    team_sums[it->station * TEAM_SUMS + QUEUE] += in_window(it->since);
    it->since = now;
}

static inline void end_of_service(Job *it) {
    double length = in_window(it->since);
    team_sums[it->station * TEAM_SUMS + BUSY] += length;
    team_sums[it->station * TEAM_SUMS + VISIT] += length;
    it->since = now;
}

static void start(int slot) {
    Job *it = &job[slot];
    Station *ours = &station[it->station];
    Item *one = &item[it->item];
    end_of_wait(it);
    uint64_t stirred_step = kind[one->kind].route[one->step].stirred;
    uint64_t key = mix(mix(one->key ^ ours->stirred) ^ stirred_step);
    it->left = exponential(uniform(key, EFFORT, 0), ours->mean);
    one->served += it->left;
    if (it->entered >= warm_up) {
        row[NOT_STARTED] -= 1.0;
        team_sums[it->station * TEAM_SUMS + WAITS] += 1.0;
        team_sums[it->station * TEAM_SUMS + WAIT_TIME] += now - it->entered;
    }
    it->before = 0;
    it->next = ours->first_running;
    if (it->next) job[it->next].before = slot;
    ours->first_running = slot;
    ours->busy++;
    after(it->left, RANK_SERVICE, it->number, slot);
}

static inline int earlier(const Job *one, const Job *two) {
    if (one->entered != two->entered) return one->entered < two->entered;
    if (one->item != two->item) return one->item < two->item;
    if (one->step != two->step) return one->step < two->step;
    return one->number < two->number;
}

static void wait(int slot) {
    Job *it = &job[slot];
    Station *ours = &station[it->station];
    int place = ours->tail;
    while (place && earlier(it, &job[place])) place = job[place].before;
    it->before = place;
    it->next = place ? job[place].next : ours->head;
    if (place) job[place].next = slot;
    else ours->head = slot;
    if (it->next) job[it->next].before = slot;
    else ours->tail = slot;
}

static void join(int which) {
    if (!free_job && job_top >= job_room) job = roomier(job, &job_room, sizeof *job);
    int slot = free_job ? free_job : job_top++;
    Job *it = &job[slot];
    if (free_job) free_job = it->next;
    it->number = next_number++;
    it->entered = it->since = now;
    it->item = which;
    it->step = item[which].step;
    it->station = kind[item[which].kind].route[it->step].station;
    if (now >= warm_up) row[NOT_STARTED] += 1.0;
    if (station[it->station].busy < station[it->station].servers) start(slot);
    else wait(slot);
}

static void leave(int slot) {
    Job *it = &job[slot];
    Station *ours = &station[it->station];
    if (it->before) job[it->before].next = it->next;
    else ours->first_running = it->next;
    if (it->next) job[it->next].before = it->before;
    ours->busy--;
    end_of_service(it);
    int next = ours->head;
    if (next) {
        ours->head = job[next].next;
        if (ours->head) job[ours->head].before = 0;
        else ours->tail = 0;
        start(next);
    }
    it->next = free_job;
    free_job = slot;
}

static void release(int which) {
    Item *one = &item[which];
    Kind *ours = &kind[one->kind];
    one->released = now;
    if (now >= warm_up) row[THROUGHPUT] += 1.0;
    row[FINISHED] += 1.0;
    if (one->arrived < warm_up) return;
    row[RELEASED] += 1.0;
    row[LEAD_TIME] += now - one->arrived;
    row[SERVICE_TIME] += one->served;
    kind_sums[2 * one->kind] += 1.0;
    for (int step = 0; step < ours->steps; step++)
        retention[(ours->first_step + step) * RETENTION + INTACT] += intact[which * longest + step];
}

static void served(int slot) {
    int which = job[slot].item;
    Item *one = &item[which];
    leave(slot);
    intact[which * longest + one->step] = (unsigned char)__builtin_popcountll(one->intact);
    if (++one->step == kind[one->kind].steps) {
        release(which);
        return;
    }
    if (now >= warm_up) {
        double *crossed = &edge_sums[kind[one->kind].route[one->step].edge * EDGE_SUMS];
        for (int column = 0; column < EDGE_SUMS; column++) crossed[column] += 1.0;
    }
    next_number++; /* the crossing's own, which it would need if it had to wait */
    join(which);
}

static void plan_arrival(int k) {
    double gap = exponential(uniform(kind[k].key, ARRIVAL, (uint64_t)kind[k].n), 1.0);
    double when = now + gap / kind[k].rate;
    if (now + (when - now) < horizon) after(when - now, RANK_ARRIVAL, k, k);
}

static void arrive(int k) {
    if (item_top == item_room) {
        item = roomier(item, &item_room, sizeof *item);
        intact = realloc(intact, (size_t)item_room * (size_t)longest);
    }
    int which = item_top++;
    item[which] = (Item){now, -1.0, 0.0, combine(kind[k].key, (uint64_t)kind[k].n), 1, k, 0, 0};
    join(which);
    kind[k].n++;
    plan_arrival(k);
}

static void count_end(void) {
    now = horizon;
    for (int at = 0; at < stations; at++) {
        for (int slot = station[at].head; slot; slot = job[slot].next) {
            end_of_wait(&job[slot]);
            item[job[slot].item].state = WAITING;
        }
        for (int slot = station[at].first_running; slot; slot = job[slot].next) {
            end_of_service(&job[slot]);
            item[job[slot].item].state = IN_SERVICE;
        }
    }
    for (int which = 0; which < item_top; which++) {
        row[ARRIVED] += 1.0;
        if (item[which].arrived >= warm_up) row[COHORT_ARRIVED] += 1.0;
        if (item[which].released >= 0.0) continue;
        row[IN_PROGRESS] += 1.0;
        row[item[which].state] += 1.0;
    }
    for (int k = 0; k < kinds; k++)
        for (int step = kind[k].first_step; step < kind[k].first_step + kind[k].steps; step++) {
            retention[step * RETENTION + FACTS] += kind_sums[2 * k];
            retention[step * RETENTION + PASSED] += kind_sums[2 * k];
        }
}

static void replicate(uint64_t key) {
    now = 0.0;
    next_number = heap_size = item_top = free_job = 0;
    job_top = 1;
    for (int at = 0; at < stations; at++) {
        Station *ours = &station[at];
        ours->busy = ours->head = ours->tail = ours->first_running = 0;
    }
    for (int k = 0; k < kinds; k++) {
        kind[k].key = combine(key, kind[k].word);
        kind[k].n = 0;
        plan_arrival(k);
    }
    while (heap_size > 0 && heap[0].time < horizon) {
        Event event = soonest();
        now = event.time;
        if (event.order >> RANK_BITS == RANK_ARRIVAL) arrive(event.job);
        else served(event.job);
    }
    count_end();
}

static int read_kind(Kind *ours) {
    if (scanf("%lf %lu %d", &ours->rate, &ours->word, &ours->steps) != 3) return 0;
    if (ours->steps > STEPS) return 0;
    ours->first_step = steps;
    steps += ours->steps;
    if (ours->steps > longest) longest = ours->steps;
    for (int j = 0; j < ours->steps; j++) {
        uint64_t before;
        Step *step = &ours->route[j];
        if (scanf("%d %lu %d", &step->station, &before, &step->edge) != 3) return 0;
        step->stirred = stirred(before);
    }
    return 1;
}

static int read_network(void) {
    if (scanf("%lf %lf", &horizon, &warm_up) != 2) return 0;
    for (int i = 0; i < TABLE; i++)
        if (scanf("%lf %lf %lf", &table_high[i], &table_low[i], &table_inverse[i]) != 3) return 0;
    if (scanf("%d", &stations) != 1 || stations > STATIONS) return 0;
    for (int i = 0; i < stations; i++) {
        uint64_t word;
        if (scanf("%d %lf %lu", &station[i].servers, &station[i].mean, &word) != 3) return 0;
        station[i].stirred = stirred(word);
    }
    if (scanf("%d %d", &edges, &kinds) != 2 || edges > EDGES || kinds > KINDS) return 0;
    for (int k = 0; k < kinds; k++)
        if (!read_kind(&kind[k])) return 0;
    return 1;
}

static double seconds(void) {
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
}

int main(int count, char **word) {
    if (count != 3 || !read_network()) return 2;
    uint64_t seed = strtoull(word[1], NULL, 10);
    size_t replications = strtoull(word[2], NULL, 10);
    int in_edges = SUMS + stations * TEAM_SUMS, in_retention = in_edges + edges * EDGE_SUMS;
    int in_kinds = in_retention + steps * RETENTION, width = in_kinds + 2 * kinds;
    double *rows = calloc(replications * (size_t)width, sizeof *rows), begun = seconds();
    for (size_t r = 0; r < replications; r++) {
        row = rows + r * (size_t)width;
        team_sums = row + SUMS;
        edge_sums = row + in_edges;
        retention = row + in_retention;
        kind_sums = row + in_kinds;
        replicate(combine(combine(0, seed), r));
    }
    double took = seconds() - begun;
    fwrite(&took, sizeof took, 1, stdout);
    fwrite(rows, sizeof *rows, replications * (size_t)width, stdout);
    return 0;
}
