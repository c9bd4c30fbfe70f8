/*
 * The problem of match.h as a minimum-cost flow for LEMON, the peer of the bench and of the tests:
 * mentee (supply 1) → mentor (cost: the top score − score) → sink (places of the mentor), and a
 * bypass mentee → sink that costs more than any path saves, or the top score where only the score
 * counts. Locks are not modelled.
 */
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <nastavnik/match.h>

struct peer_answer {
    std::uint64_t matched, score;
};

class peer
{
    using graph = lemon::SmartDigraph;
    const match_instance &in;
    graph g;
    graph::ArcMap<std::int64_t> cost{g};
    graph::ArcMap<int> upper{g};
    graph::NodeMap<int> supply{g};

  public:
    explicit peer(const match_instance &instance) : in(instance)
    {
        const auto n = in.n_mentees, m = in.n_mentors;
        const std::uint64_t n_edges = in.offset[n];
        std::int64_t top = 0;
        for (std::uint64_t e = 0; e < n_edges; e++)
            top = std::max<std::int64_t>(top, in.score[e]);
        const std::int64_t bypass =
            in.mode == MATCH_SCORE ? top : (top + 1) * (std::min<std::int64_t>(n, m) + 2);
        g.reserveNode(static_cast<int>(n + m + 1));
        g.reserveArc(static_cast<int>(n_edges + n + m));
        for (std::uint32_t i = 0; i < n + m + 1; i++)
            g.addNode();
        const auto sink = g.nodeFromId(static_cast<int>(n + m));
        for (std::uint32_t i = 0; i < n; i++)
            for (std::uint64_t e = in.offset[i]; e < in.offset[i + 1]; e++)
                arc(node(i), node(n + in.mentor[e]), top - in.score[e], in.score[e] >= in.floor);
        for (std::uint32_t i = 0; i < n; i++) {
            supply[node(i)] = 1;
            arc(node(i), sink, bypass, 1);
        }
        for (std::uint32_t j = 0; j < m; j++)
            arc(node(n + j), sink, 0, in.capacity[j]);
        supply[sink] = -static_cast<int>(n);
    }

    /* false: the peer found no answer. */
    template <typename Algorithm> bool solve(peer_answer &answer)
    {
        Algorithm algorithm(g);
        algorithm.costMap(cost).upperMap(upper).supplyMap(supply);
        if (algorithm.run() != Algorithm::OPTIMAL)
            return false;
        answer = {0, 0};
        for (std::uint64_t e = 0; e < in.offset[in.n_mentees]; e++)
            if (algorithm.flow(g.arcFromId(static_cast<int>(e)))) {
                answer.matched++;
                answer.score += in.score[e];
            }
        return true;
    }

    using simplex = lemon::NetworkSimplex<graph, int, std::int64_t>;
    using scaling = lemon::CostScaling<graph, int, std::int64_t>;

  private:
    graph::Node node(std::uint32_t id) const
    {
        return g.nodeFromId(static_cast<int>(id));
    }

    void arc(graph::Node from, graph::Node to, std::int64_t c, int room)
    {
        const auto a = g.addArc(from, to);
        cost[a] = c;
        upper[a] = room;
    }
};
