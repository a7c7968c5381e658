"""Who sits with whom. Start with `draw`, or `solve_problem` for numbers; README.md tells the rest."""

from grouping.explain import explain
from grouping.partition import sizes
from grouping.place import solve_problem, warm
from grouping.problem import Trait
from grouping.repair import MergeOffer, Placement, Repair, apply_merge, leave, merge_offers, repair, seat_latecomer
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
    "Repair",
    "Report",
    "Rules",
    "Trait",
    "apply_merge",
    "draw",
    "explain",
    "leave",
    "merge_offers",
    "plan",
    "repair",
    "score",
    "seat_latecomer",
    "sizes",
    "solve_problem",
    "warm",
]
