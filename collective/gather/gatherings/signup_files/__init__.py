"""Sign-up lists from other tools: which column means what, who is new, and what needs a look.

A pure package: a :class:`~collective.ground.lib.tables.Table` comes in, plain data comes out, nothing is stored.
``recognise`` proposes what each column means; the organiser may change that; ``preview`` says for every row whether
it is somebody new, somebody who is here already, a repeat, a cancellation, or something to look at.
"""

from collective.gather.gatherings.signup_files.fields import FIELDS, LIMITS, Fields, Mapping
from collective.gather.gatherings.signup_files.outcomes import OUTCOMES, Preview, Row, preview
from collective.gather.gatherings.signup_files.shapes import KINDS, Shape, recognise

__all__ = [
    "FIELDS",
    "KINDS",
    "LIMITS",
    "OUTCOMES",
    "Fields",
    "Mapping",
    "Preview",
    "Row",
    "Shape",
    "preview",
    "recognise",
]
