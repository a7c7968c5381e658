"""Who sits with whom. Start with `draw`; README.md tells the rest."""

from grouping.explain import explain
from grouping.partition import sizes
from grouping.place import solve_problem
from grouping.repair import MergeOffer, Placement, apply_merge, leave, merge_offers, seat_latecomer
from grouping.roster import Groups, History, ImpossibleRules, Person, Rules
from grouping.score import Report, score
from grouping.solve import Drawing, draw, plan

__all__ = [
    "Drawing",
    "Groups",
    "History",
    "ImpossibleRules",
    "MergeOffer",
    "Person",
    "Placement",
    "Report",
    "Rules",
    "apply_merge",
    "draw",
    "explain",
    "leave",
    "merge_offers",
    "plan",
    "score",
    "seat_latecomer",
    "sizes",
    "solve_problem",
]
