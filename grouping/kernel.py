"""The one move of the search: two people of a round swap seats. What that would cost, and whether it is done.

Every function here runs twice as it stands: as plain Python over lists, which is enough for a room of thirty and needs
nothing installed, and compiled by numba over arrays (`speed.py`), which is a hundred times faster. All arithmetic is on
whole numbers, and chance comes from the generator below, so both ways give the same seats, move for move.

The fields of `t` (a `Table`: what does not change) and `s` (a `Seating`: who sits where) are described in `table.py`.
"""

# `speed.py` loads this file a second time with `jit` set to numba's compiler.
if "jit" not in globals():

    def jit(function):  # type: ignore[no-untyped-def]
        return function

    part = jit  # a piece of the functions below, to be compiled into them


@part
def asked(t, p, x):  # type: ignore[no-untyped-def]
    """Whether p and x asked to sit together: then they are neither colleagues nor meet again."""
    for link in range(t.link_first[p], t.link_first[p + 1]):
        if t.link_to[link] == x and t.link_cost[link] < 0:
            return True
    return False


@part
def company(t, s, r, p, g, leaving, rounds):  # type: ignore[no-untyped-def]
    """What it costs person `p` to sit in group `g` of round `r` with everybody there but `leaving`.

    Somebody met in one of the first `rounds` rounds already is met again.
    """
    n = t.people
    row = t.plane[r] + t.key[p] * t.keys
    crowd = t.crowd[p]
    bonded = t.mate_first[p] < t.mate_first[p + 1]
    edge = r * (t.groups + 1) + g
    total = 0
    for seat in range(r * n + t.first[edge], r * n + t.first[edge + 1]):
        x = s.who[seat]
        if x == leaving or x == p:
            continue
        if t.keys > 0:
            total += t.cost[row + t.key[x]]
        else:
            total += t.sign[r] * apart_by(t, p, x)
        if bonded and asked(t, p, x):
            continue
        if crowd >= 0 and crowd == t.crowd[x]:
            total += t.kin
        if p < t.real and x < t.real:
            for other in range(rounds):
                if other != r and s.at[p * t.rounds + other] == s.at[x * t.rounds + other]:
                    total += t.again
                    break
    for link in range(t.link_first[p], t.link_first[p + 1]):
        x = t.link_to[link]
        if x != leaving and s.at[x * t.rounds + r] == g:
            total += t.link_cost[link]
    return total


@jit
def apart_by(t, p, x):  # type: ignore[no-untyped-def]
    """How different two people are, from the columns: for crowds with too many different people for a table."""
    n = t.people
    total = 0
    if p >= t.real or x >= t.real:
        return total
    for c in range(t.categories):
        if t.category[p * t.categories + c] != t.category[x * t.categories + c]:
            total += t.category_weight[c]
    for c in range(t.numbers):
        total += abs(t.number[p * t.numbers + c] - t.number[x * t.numbers + c])
    for c in range(t.sets):
        i, j = t.set_first[c * (n + 1) + p], t.set_first[c * (n + 1) + x]
        i_end, j_end = t.set_first[c * (n + 1) + p + 1], t.set_first[c * (n + 1) + x + 1]
        either = (i_end - i) + (j_end - j)
        both = 0
        while i < i_end and j < j_end:
            if t.set_value[i] == t.set_value[j]:
                both += 1
                i += 1
                j += 1
            elif t.set_value[i] < t.set_value[j]:
                i += 1
            else:
                j += 1
        either -= both
        if either > 0:
            total += t.set_weight[c] * (either - both) // either
    return total


@jit
def house_rules(t, s, r, g):  # type: ignore[no-untyped-def]
    """What group `g` of round `r` costs as a whole: too few people, nothing shared by all, somebody the only one."""
    n = t.people
    edge = r * (t.groups + 1) + g
    start, end = r * n + t.first[edge], r * n + t.first[edge + 1]
    heads = 0
    for seat in range(start, end):
        if s.who[seat] < t.real:
            heads += 1
    broken = 0
    if heads < t.least[r * t.groups + g]:
        broken += t.least[r * t.groups + g] - heads
    for rule in range(t.shared_rules):
        most = 0
        for seat in range(start, end):
            p = s.who[seat]
            for k in range(t.shared_first[rule * (n + 1) + p], t.shared_first[rule * (n + 1) + p + 1]):
                v = t.shared_value[k]
                s.tally[v] += 1
                if s.tally[v] > most:
                    most = s.tally[v]
        for seat in range(start, end):
            p = s.who[seat]
            for k in range(t.shared_first[rule * (n + 1) + p], t.shared_first[rule * (n + 1) + p + 1]):
                s.tally[t.shared_value[k]] = 0
        broken += heads - most
    for rule in range(t.lone_rules):
        kin = 0
        for seat in range(start, end):
            kin += t.lone[rule * n + s.who[seat]]
        if kin == 1:
            broken += 1
    return broken * t.hard


@part
def swap(t, s, r, p, q):  # type: ignore[no-untyped-def]
    """Person p and person q of round r exchange seats."""
    n, i, j = t.people, p * t.rounds + r, q * t.rounds + r
    s.at[i], s.at[j] = s.at[j], s.at[i]
    s.seat[i], s.seat[j] = s.seat[j], s.seat[i]
    s.who[r * n + s.seat[i]] = p
    s.who[r * n + s.seat[j]] = q


@part
def change(t, s, r, p, q):  # type: ignore[no-untyped-def]
    """By how much the total rises if p and q of two groups in round r swap seats."""
    a, b = s.at[p * t.rounds + r], s.at[q * t.rounds + r]
    d = company(t, s, r, p, b, q, t.rounds) - company(t, s, r, p, a, q, t.rounds)
    d += company(t, s, r, q, a, p, t.rounds) - company(t, s, r, q, b, p, t.rounds)
    if t.move > 0:
        home = t.home[p * t.rounds + r]
        if home >= 0:
            d += t.move * ((home != b) * 1 - (home != a) * 1)
        home = t.home[q * t.rounds + r]
        if home >= 0:
            d += t.move * ((home != a) * 1 - (home != b) * 1)
    # Two people changing places leave every group as large as it was.
    if t.ruled > 0 and (t.shared_rules + t.lone_rules > 0 or p >= t.real or q >= t.real):
        d -= house_rules(t, s, r, a) + house_rules(t, s, r, b)
        swap(t, s, r, p, q)
        d += house_rules(t, s, r, a) + house_rules(t, s, r, b)
        swap(t, s, r, p, q)
    return d


@jit
def swap_circle(t, s, r, p, q, limit):  # type: ignore[no-untyped-def]
    """p and those who are to sit with p, as far as they do, swap seats with as many people of q's group.

    Done swap by swap, and undone if the whole raises the total by more than `limit`. Returns (1 if it was done, rise).
    """
    n = t.people
    a, b = s.at[p * t.rounds + r], s.at[q * t.rounds + r]
    moved = 0
    total = 0
    edge = r * (t.groups + 1) + b
    start, end = r * n + t.first[edge], r * n + t.first[edge + 1]
    for k in range(t.mate_first[p] - 1, t.mate_first[p + 1]):
        m = p if k < t.mate_first[p] else t.mate[k]
        if s.at[m * t.rounds + r] != a:
            continue
        found = -1
        for place in range(end - start):
            seat = start + (s.seat[q * t.rounds + r] + place) % (end - start)
            x = s.who[seat]
            if t.pool_of[x] == t.pool_of[m] and t.mate_first[x] == t.mate_first[x + 1]:
                fresh = True
                for done in range(moved):
                    if s.log[2 * done] == x:
                        fresh = False
                if fresh:
                    found = x
                    break
        if found < 0:
            total = limit + 1
            break
        total += change(t, s, r, m, found)
        swap(t, s, r, m, found)
        s.log[2 * moved], s.log[2 * moved + 1] = m, found
        moved += 1
    if total <= limit:
        return 1, total
    for done in range(moved - 1, -1, -1):
        swap(t, s, r, s.log[2 * done], s.log[2 * done + 1])
    return 0, 0


@jit
def swap_names(t, s, p, q, limit):  # type: ignore[no-untyped-def]
    """p and q swap their seats in every round, so that who meets whom stays a perfect schedule. As `swap_circle`."""
    total = 0
    for k in range(t.moving_rounds):
        r = t.moving[k]
        if s.at[p * t.rounds + r] != s.at[q * t.rounds + r]:
            total += change(t, s, r, p, q)
            swap(t, s, r, p, q)
            s.log[k] = 1
        else:
            s.log[k] = 0
    if total <= limit:
        return 1, total
    for k in range(t.moving_rounds):
        if s.log[k] == 1:
            swap(t, s, t.moving[k], p, q)
    return 0, 0


@jit
def cool(t, s, heat, warmth, looks, rng):  # type: ignore[no-untyped-def]
    """Annealing at one temperature: `looks` times the next person, round by round, looks at one random seat.

    A swap that raises the total by d is done with probability exp(-d / heat) (Metropolis 1953); with heat 0, if it
    raises nothing. `warmth` lists -log((k + 0.5) / 1024): whole numbers meet a table of limits, no exponential is
    taken. `rng` holds the two words of Marsaglia's multiply-with-carry generator, and whose turn it is.
    Returns (swaps done that changed the total, rise).
    """
    n = t.people
    z, w, turn = rng[0], rng[1], rng[2]
    done, rise = 0, 0
    for _ in range(looks):
        turn += 1
        if turn >= n * t.moving_rounds:
            turn = 0
        r, p = t.moving[turn // n], turn % n
        pool = t.pool_of[p]
        if pool < 0:
            continue
        z = 36969 * (z & 65535) + (z >> 16)
        w = 18000 * (w & 65535) + (w >> 16)
        low, high = t.pool_first[pool], t.pool_first[pool + 1]
        q = t.pool[low + (((((z << 16) + w) & 0xFFFFFFFF) * (high - low)) >> 32)]
        a, b = s.at[p * t.rounds + r], s.at[q * t.rounds + r]
        if a == b or a < 0 or b < 0:
            continue
        limit = heat * warmth[(z ^ (w >> 7)) & 1023]
        if t.by_name > 0:
            was, d = swap_names(t, s, p, q, limit)
        elif t.mate_first[p] < t.mate_first[p + 1]:
            was, d = swap_circle(t, s, r, p, q, limit)
        else:
            was, d = 0, change(t, s, r, p, q)
            if d <= limit:
                swap(t, s, r, p, q)
                was = 1
        if was == 1 and d != 0:
            done += 1
            rise += d
    rng[0], rng[1], rng[2] = z, w, turn
    return done, rise


@jit
def cool_sums(t, s, heat, warmth, looks, rng):  # type: ignore[no-untyped-def]
    """`cool` for one round of large groups: s.sums[p * groups + g] is what p pays for g, so a look costs four sums.

    A swap done costs 2 n steps to bring the sums up to date (Gallego et al. 2013), but few looks end in a swap.
    """
    n, g = t.people, t.groups
    z, w, p = rng[0], rng[1], rng[2]
    done, rise = 0, 0
    for _ in range(looks):
        p += 1
        if p >= n:
            p = 0
        z = 36969 * (z & 65535) + (z >> 16)
        w = 18000 * (w & 65535) + (w >> 16)
        q = ((((z << 16) + w) & 0xFFFFFFFF) * n) >> 32
        a, b = s.at[p], s.at[q]
        if a == b:
            continue
        limit = heat * warmth[(z ^ (w >> 7)) & 1023]
        d = s.sums[p * g + b] - s.sums[p * g + a] + s.sums[q * g + a] - s.sums[q * g + b]
        # Twice the price of p and q as a pair is at most t.dearest: most looks end before it has to be read.
        if d > limit + t.dearest:
            continue
        d -= 2 * t.cost[t.plane[0] + p * n + q]
        if d > limit or t.pool_of[p] != t.pool_of[q] or t.pool_of[p] < 0:
            continue
        swap(t, s, 0, p, q)
        row, other = t.plane[0] + p * n, t.plane[0] + q * n
        for x in range(n):
            e = t.cost[other + x] - t.cost[row + x]
            s.sums[x * g + a] += e
            s.sums[x * g + b] -= e
        if d != 0:
            done += 1
            rise += d
    rng[0], rng[1], rng[2] = z, w, p
    return done, rise
