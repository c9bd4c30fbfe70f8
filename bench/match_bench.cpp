/*
 * One run of one solver on one instance, in a process of its own, so that its peak of memory is
 * its own: match_bench ours|simplex|scaling|stable FILE [THREADS]. One line of JSON.
 * Reading the file, and building the peer's graph, are not counted.
 */
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <nastavnik/match_stable.h>

#include "match_peer.hpp"

extern "C" {
#include "cmd/instance_file.h"
#include "cmd/peak.h"
}

static double seconds(clockid_t clock)
{
    timespec t;
    clock_gettime(clock, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

struct stopwatch {
    double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), wall = seconds(CLOCK_MONOTONIC);

    void print(const peer_answer &a) const
    {
        const double used = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        const double passed = seconds(CLOCK_MONOTONIC) - wall;
        std::printf("{\"matched\":%llu,\"score\":%llu,\"cpu_s\":%.6f,\"wall_s\":%.6f,"
                    "\"peak_mib\":%.1f}\n",
                    static_cast<unsigned long long>(a.matched),
                    static_cast<unsigned long long>(a.score), used, passed,
                    static_cast<double>(peak_bytes()) / (1 << 20));
    }
};

static bool ours(const match_instance &in, unsigned threads)
{
    match_options options{};
    match_result result;
    options.threads = threads;
    const stopwatch watch;
    if (match_solve(&in, &options, &result) != MATCH_OK)
        return false;
    watch.print({result.matched, result.score});
    match_result_free(&result);
    return true;
}

static bool stable(const match_instance &in)
{
    match_result result;
    std::uint64_t n_blocking;
    const stopwatch watch;
    if (match_stable(&in, nullptr, &result) != MATCH_OK ||
        match_blocking(&in, &result, nullptr, &n_blocking, nullptr) != MATCH_OK || n_blocking)
        return false;
    watch.print({result.matched, result.score});
    match_result_free(&result);
    return true;
}

template <typename Algorithm> static bool theirs(const match_instance &in)
{
    peer p(in);
    peer_answer answer;
    const stopwatch watch;
    if (!p.solve<Algorithm>(answer))
        return false;
    watch.print(answer);
    return true;
}

int main(int argc, char **argv)
{
    instance_file file;
    err error{};
    if (argc < 3) {
        std::fputs("usage: match_bench ours|simplex|scaling|stable FILE [THREADS]\n", stderr);
        return 2;
    }
    if (instance_file_read(argv[2], &error, &file) < 0) {
        std::fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    bool good = false;
    if (!std::strcmp(argv[1], "ours"))
        good = ours(file.in, argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 1);
    else if (!std::strcmp(argv[1], "stable"))
        good = stable(file.in);
    else if (!std::strcmp(argv[1], "simplex"))
        good = theirs<peer::simplex>(file.in);
    else if (!std::strcmp(argv[1], "scaling"))
        good = theirs<peer::scaling>(file.in);
    instance_file_free(&file);
    return good ? 0 : 1;
}
