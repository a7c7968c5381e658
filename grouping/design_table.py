"""Perfect schedules that no construction of ours reaches, found by our own search (tools/find_designs).

One line each: groups, size, symmetry, starters; a line that begins with a space goes on from the one before.

The symmetry is a commutative group, "2x4" for pairs added modulo 2 and 4. Person orbit * order + x is element x of an
orbit, and the people left over stay where they are ("10/2": they turn as a cycle of two). A starter with one sign per
person (the group each is in) stands for as many rounds as the symmetry has elements: add each of them to everybody.
A starter of people joined by dots is one group, and stands for one round, made of its translates. Symmetry 1 means
none: every round is written out.

That nobody meets anybody twice is counted from scratch in tests/grouping/test_grouping_designs.py.
"""

TABLE = """
5 3 7 112024032143304
6 3 4 240211524503043153 425104321002153354
6 4 7 024300515103215441423253
6 5 6 422045031344155014232110253305
7 3 7 041654451026220335613 1.8.17 4.8.16 2.7.20
7 4 9 2101553652056414461322343060
8 3 11 517240067013213735644526
8 4 1
  00123341567654664322127107755340 01023455267737011243762153645604 01203213203140536571567426567474
  01120203331224453516656477045776 01213021320324560435677774165564 01231430545267376067152474601253
  01223456075614323170763072454516 01232454617072763554321570610346 01234556143701657762005376223144
  01233145466755102606415734732072
9 4 11 117414307588202677625463806423513085
10 3 14 258546104701199307883243629567
10 4 13 0175398893571092784664872903415622651430
"""
