"""Instances of the matching engine for tests: made, written in both forms, solved by enumeration."""
import random
import struct


class Instance:
    def __init__(self, capacity, lists):
        self.capacity, self.lists = capacity, lists  # lists: of each mentee, (mentor, score)

    def text(self, shuffle=None):
        body = [f"m {j} {c}" for j, c in enumerate(self.capacity)]
        body += [f"e {i} {j} {s}" for i, line in enumerate(self.lists) for j, s in line]
        if shuffle:
            shuffle.shuffle(body)
        n_edges = sum(map(len, self.lists))
        return "\n".join([f"p {len(self.lists)} {len(self.capacity)} {n_edges}"] + body) + "\n"

    def binary(self):
        n, m = len(self.lists), len(self.capacity)
        offset = [0]
        for line in self.lists:
            offset.append(offset[-1] + len(line))
        mentor = [j for line in self.lists for j, _ in line]
        score = [s for line in self.lists for _, s in line]
        return (b"MTCH1\0\0\0" + struct.pack("<IIQ", n, m, len(mentor)) +
                bytes(self.capacity).ljust((m + 7) // 8 * 8, b"\0") +
                struct.pack(f"<{n + 1}Q", *offset) + struct.pack(f"<{len(mentor)}I", *mentor) +
                struct.pack(f"<{len(score)}H", *score))

    def best(self, mode, floor=0, i=0, room=None):
        """(pairs, score) of the best matching, by trying all."""
        room = room or list(self.capacity)
        if i == len(self.lists):
            return 0, 0
        found = [self.best(mode, floor, i + 1, room)]
        for j, s in self.lists[i]:
            if room[j] and s >= floor:
                room[j] -= 1
                pairs, score = self.best(mode, floor, i + 1, room)
                room[j] += 1
                found.append((pairs + 1, score + s))
        return max(found, key=lambda x: x if mode == "count" else (x[1], 0))

    def blocking(self, mates, floor=0):
        """(mentee, mentor) who would rather have each other; mates: mentee → (mentor, score)."""
        worst = [[] for _ in self.capacity]
        for j, s in mates.values():
            worst[j].append(s)
        return [(i, j) for i, line in enumerate(self.lists) for j, s in line
                if s >= floor and (i not in mates or s > mates[i][1]) and
                (len(worst[j]) < self.capacity[j] or (worst[j] and s > min(worst[j])))]


def make(seed, mentees, mentors, degree, top=1000, capacity=3):
    r = random.Random(seed)
    lists = [sorted((j, r.randint(0, top)) for j in r.sample(range(mentors), min(mentors, r.randint(0, degree))))
             for _ in range(mentees)]
    return Instance([r.randint(0, capacity) for _ in range(mentors)], lists)
