/* Random instances, and those of the files, against LEMON's network simplex: same count, same
 * score, in both modes. lemon_test [INSTANCE…]; TAP. */
#include <cstdio>
#include <vector>

#include "match_peer.hpp"

extern "C" {
#include "cmd/instance_file.h"
}

static std::uint64_t chance = 1;

static std::uint32_t below(std::uint32_t n)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::uint32_t>((chance >> 33) % n);
}

struct instance {
    std::vector<std::uint64_t> offset{0};
    std::vector<std::uint32_t> mentor;
    std::vector<std::uint16_t> score, capacity;
    match_instance in{};

    instance(std::uint32_t n, std::uint32_t m, std::uint32_t degree, std::uint32_t top,
             std::uint32_t places)
    {
        mentor.reserve(1); /* an address even when there are no edges */
        score.reserve(1);
        for (std::uint32_t j = 0; j < m; j++)
            capacity.push_back(static_cast<std::uint16_t>(below(places + 1)));
        for (std::uint32_t i = 0; i < n; i++) {
            for (std::uint32_t d = below(degree + 1); d; d--) {
                /* the lower half is asked twice as often */
                mentor.push_back(below(3) ? below(m) : below((m + 1) / 2));
                score.push_back(static_cast<std::uint16_t>(below(top + 1)));
            }
            offset.push_back(mentor.size());
        }
        point(n, m);
    }

    /* Everybody sits best where somebody else has to sit: one more pair costs many points, so
     * that the worth of a pair has to grow. The last mentor has no place. */
    instance(std::uint32_t length, std::uint16_t top)
    {
        for (std::uint32_t j = 0; j <= length; j++)
            capacity.push_back(j < length);
        for (std::uint32_t i = 0; i < length; i++) {
            edge(i ? i - 1 : 0, i ? top : 0);
            if (i + 1 < length)
                edge(i, 0);
            edge(length, static_cast<std::uint16_t>(below(top + 1u)));
            offset.push_back(mentor.size());
        }
        point(length, length + 1);
    }

  private:
    void edge(std::uint32_t j, std::uint16_t points)
    {
        mentor.push_back(j);
        score.push_back(points);
    }

    void point(std::uint32_t n, std::uint32_t m)
    {
        in.n_mentees = n;
        in.n_mentors = m;
        in.offset = offset.data();
        in.mentor = mentor.data();
        in.score = score.data();
        in.capacity = capacity.data();
    }
};

static bool agree(const match_instance &in, std::uint64_t seed)
{
    match_options options{};
    match_result result;
    peer_answer theirs;
    options.seed = seed;
    options.threads = 1 + static_cast<unsigned>(seed % 2);
    if (match_solve(&in, &options, &result) != MATCH_OK || !peer(in).solve<peer::simplex>(theirs))
        return false;
    const bool same = result.score == theirs.score &&
                      (in.mode == MATCH_SCORE || result.matched == theirs.matched);
    match_result_free(&result);
    return same;
}

/* How many of the rounds differ. */
static int rounds(int n, std::uint32_t mentees, std::uint32_t mentors, std::uint32_t degree)
{
    static const std::uint32_t tops[] = {0, 1, 10, 1000, 65535};
    int wrong = 0;
    for (int k = 0; k < n; k++) {
        instance x(1 + below(mentees), 1 + below(mentors), 1 + below(degree), tops[below(5)],
                   1 + below(6));
        x.in.mode = k % 3 == 2 ? MATCH_SCORE : MATCH_COUNT;
        x.in.floor = k % 5 == 4 ? 1 : 0;
        wrong += !agree(x.in, static_cast<std::uint64_t>(k));
    }
    return wrong;
}

static int chains()
{
    int wrong = 0;
    for (std::uint32_t length : {1u, 2u, 5u, 40u, 300u, 2000u})
        for (std::uint16_t top : {1, 100, 1000, 65535})
            wrong += !agree(instance(length, top).in, length);
    return wrong;
}

static bool agree_on(const char *path)
{
    instance_file file;
    err error{};
    if (instance_file_read(path, &error, &file) < 0)
        return false;
    bool good = agree(file.in, 1);
    file.in.mode = MATCH_SCORE;
    good = agree(file.in, 2) && good;
    instance_file_free(&file);
    return good;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int n;
        std::uint32_t mentees, mentors, degree;
    } kinds[] = {{"tiny", 1500, 8, 6, 6},
                 {"small", 300, 80, 40, 10},
                 {"dense", 60, 120, 30, 60},
                 {"medium", 20, 2500, 900, 24},
                 {"few mentors", 20, 2000, 12, 12}};
    int failed = 0, number = 0;
    std::printf("1..%zu\n", sizeof kinds / sizeof *kinds + static_cast<std::size_t>(argc));
    for (const auto &kind : kinds) {
        const int wrong = rounds(kind.n, kind.mentees, kind.mentors, kind.degree);
        std::printf("%sok %d - %s: %d of %d differ\n", wrong ? "not " : "", ++number, kind.name,
                    wrong, kind.n);
        failed |= wrong != 0;
    }
    const int broken = chains();
    std::printf("%sok %d - long chains: %d differ\n", broken ? "not " : "", ++number, broken);
    failed |= broken != 0;
    for (int k = 1; k < argc; k++) {
        const bool good = agree_on(argv[k]);
        std::printf("%sok %d - %s\n", good ? "" : "not ", ++number, argv[k]);
        failed |= !good;
    }
    return failed;
}
