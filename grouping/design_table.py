"""Perfect schedules that no construction of ours reaches, found by our own search (tools/find_designs).

One line each: groups, size, symmetry, starters. The symmetry is a commutative group, "2x4" for pairs added modulo 2 and 4;
person orbit * order + x is element x of an orbit, and the people left over stay where they are ("10/2": they turn as a cycle
of two). A starter with one sign per person (the group each is in) stands for as many rounds as the symmetry has elements: add
1, 2, ... to everybody. A starter of people joined by dots is one group, and stands for one round, made of its
translates. That nobody meets anybody twice is checked from scratch in the tests.
"""

TABLE = """
5 3 7 112024032143304
6 3 4 240211524503043153 425104321002153354
6 4 7 024300515103215441423253
6 5 6 422045031344155014232110253305
7 3 7 041654451026220335613 1.8.17 4.8.16 2.7.20
7 4 9 2101553652056414461322343060
8 3 11 517240067013213735644526
9 4 11 117414307588202677625463806423513085
10 3 14 258546104701199307883243629567
10 4 13 0175398893571092784664872903415622651430
"""
