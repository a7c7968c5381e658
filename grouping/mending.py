"""Putting right, and counting: the rest of what runs plain or compiled, on the move of `kernel.py`.

Whoever breaks a rule or meets somebody again looks at every seat there is and takes the best exchange.
"""

# `speed.py` loads this file a second time with `jit` set to numba's compiler, after `kernel.py`.
if "jit" not in globals():
    from grouping.kernel import apart_by, asked, change, company, house_rules, jit, swap, swap_circle


@jit
def troubled(t, s, r, p):  # type: ignore[no-untyped-def]
    """Whether p's seat in round r breaks a rule or repeats a meeting, whoever else's fault it may be."""
    n, g = t.people, s.at[p * t.rounds + r]
    edge = r * (t.groups + 1) + g
    if t.ruled > 0 and house_rules(t, s, r, g) > 0:
        return True
    if p >= t.real:
        return False
    together = 0
    for link in range(t.link_first[p], t.link_first[p + 1]):
        if s.at[t.link_to[link] * t.rounds + r] == g:
            if t.link_cost[link] > 0:
                return True
        elif t.link_cost[link] < 0 and s.at[t.link_to[link] * t.rounds + r] >= 0:
            together += 1
    if together > 0:
        return True
    for seat in range(r * n + t.first[edge], r * n + t.first[edge + 1]):
        x = s.who[seat]
        if x == p or x >= t.real:
            continue
        if asked(t, p, x):
            continue
        if t.crowd[p] >= 0 and t.crowd[p] == t.crowd[x]:
            return True
        for other in range(t.rounds):
            if other != r and s.at[p * t.rounds + other] == s.at[x * t.rounds + other]:
                return True
    return False


@jit
def best_swap(t, s, r, p, free):  # type: ignore[no-untyped-def]
    """The swap that helps p most in round r, done if it lowers the total. Returns (looks, rise).

    `free` 1: only with empty seats and with people who have no group to go home to; else with anybody.
    """
    pool, looks = t.pool_of[p], 0
    alone = t.mate_first[p] == t.mate_first[p + 1]
    best, found = 0, -1
    for k in range(t.pool_first[pool], t.pool_first[pool + 1]):
        q = t.pool[k]
        if s.at[p * t.rounds + r] == s.at[q * t.rounds + r] or s.at[q * t.rounds + r] < 0:
            continue
        if free == 1 and q < t.real and t.home[q * t.rounds + r] >= 0:
            continue
        looks += 1
        d = change(t, s, r, p, q)
        if d < best:
            best, found = d, q
        if not alone:
            was, d = swap_circle(t, s, r, p, q, -1.0)
            if was == 1:
                return looks, d
    if found >= 0:
        swap(t, s, r, p, found)
    return looks, best


@jit
def mend(t, s, free, most):  # type: ignore[no-untyped-def]
    """Everybody in trouble takes the best swap there is, until nobody gains or `most` looks are taken.

    `free` 1: only people who have no group to go home to, among themselves, so that those who have stay put; 2: only
    they, but they may change places with anybody; 0: everybody. Returns (looks, rise).
    """
    n, looks, rise = t.people, 0, 0
    going = True
    while going and looks < most:
        going = False
        for k in range(t.moving_rounds):
            r = t.moving[k]
            for p in range(n):
                if t.pool_of[p] < 0 or s.at[p * t.rounds + r] < 0:
                    continue
                if free > 0 and (p >= t.real or t.home[p * t.rounds + r] >= 0):
                    continue
                if free != 1 and not troubled(t, s, r, p):
                    continue
                seen, d = best_swap(t, s, r, p, free)
                looks += seen
                rise += d
                if d < 0:
                    going = True
                if looks >= most:
                    return looks, rise
    return looks, rise


@jit
def spread(t, s, looks, rng):  # type: ignore[no-untyped-def]
    """The mean size of a change among `looks` random swaps: a first guess at how warm warm is."""
    n = t.people
    z, w = rng[0], rng[1]
    total, seen = 0, 0
    for look in range(looks):
        z = 36969 * (z & 65535) + (z >> 16)
        w = 18000 * (w & 65535) + (w >> 16)
        r, p = t.moving[look % t.moving_rounds], (((z & 0xFFFFFFFF) * n) >> 32)
        pool = t.pool_of[p]
        if pool < 0:
            continue
        low, high = t.pool_first[pool], t.pool_first[pool + 1]
        q = t.pool[low + (((((z << 16) + w) & 0xFFFFFFFF) * (high - low)) >> 32)]
        a, b = s.at[p * t.rounds + r], s.at[q * t.rounds + r]
        if a != b and a >= 0 and b >= 0:
            total += abs(change(t, s, r, p, q))
            seen += 1
    rng[0], rng[1] = z, w
    return total / max(1, seen)


@jit
def whole(t, s):  # type: ignore[no-untyped-def]
    """The total that every swap changes, from scratch. Pairs are met from both sides, so theirs counts half.

    Rounds that may not change come first, so every meeting after a pair's first is counted once.
    """
    n = t.people
    pairs, rest = 0, 0
    for k in range(t.moving_rounds):
        r = t.moving[k]
        for p in range(n):
            if s.at[p * t.rounds + r] < 0:
                continue
            pairs += company(t, s, r, p, s.at[p * t.rounds + r], -1, r)
            if t.move > 0 and t.home[p * t.rounds + r] >= 0 and t.home[p * t.rounds + r] != s.at[p * t.rounds + r]:
                rest += t.move
        if t.ruled > 0:
            for g in range(t.groups):
                rest += house_rules(t, s, r, g)
    return pairs // 2 + rest


@jit
def fill(t, some, sign, start, cost):  # type: ignore[no-untyped-def]
    """Prices of all pairs of kinds into `cost` from `start` on; `some[k]` is one person of kind k."""
    keys = t.keys
    for k in range(len(some)):
        for j in range(k):
            price = sign * apart_by(t, some[k], some[j])
            cost[start + k * keys + j] = price
            cost[start + j * keys + k] = price


@jit
def add_up(t, s):  # type: ignore[no-untyped-def]
    """What everybody pays for every group of the one round, into s.sums."""
    n, g = t.people, t.groups
    for p in range(n):
        for x in range(n):
            s.sums[p * g + s.at[x]] += t.cost[t.plane[0] + p * n + x]


@jit
def composed(t, s, r):  # type: ignore[no-untyped-def]
    """The prices of kinds alone, over all pairs of round r: how it is composed, whatever rules it keeps."""
    n, total = t.people, 0
    for g in range(t.groups):
        edge = r * (t.groups + 1) + g
        start, end = r * n + t.first[edge], r * n + t.first[edge + 1]
        for seat in range(start, end):
            p = s.who[seat]
            for other in range(start, seat):
                if t.keys > 0:
                    total += t.cost[t.plane[r] + t.key[p] * t.keys + t.key[s.who[other]]]
                else:
                    total += t.sign[r] * apart_by(t, p, s.who[other])
    return total
