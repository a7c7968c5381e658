"""Nothing inline and nothing from elsewhere: what the content policy would refuse in a browser fails here first."""

import re
from pathlib import Path

from tests.architecture.guards.house import sources

TAG = r"<[a-zA-Z][^<>]*?\s"
MARKUP = {
    # A data block is not a script: browsers run nothing of it, and the content policy is not asked.
    "a script without src": re.compile(
        r"<script\b(?![^>]*\ssrc\s*=)(?!\s+type=\"application/ld\+json\">)", re.IGNORECASE
    ),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(TAG + r"style\s*=", re.IGNORECASE),
    "an event attribute": re.compile(TAG + r"on[a-z]{3,}\s*=\s*[\"'{]", re.IGNORECASE),
    "a javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "something from another site": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio|embed|object|use|image)\b[^>]*\s(?:src|href|srcset|data)\s*=\s*[\"']?(?:https?:)?//",
        re.IGNORECASE,
    ),
}
STYLES = {"something from another site": re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])(?:https?:)?//", re.IGNORECASE)}
SCRIPTS = {
    "something from another site": re.compile(
        r"(?:fetch|import|EventSource|WebSocket)\s*\(?\s*[\"'`](?:https?:|wss?:)?//"
    ),
    "text run as a program": re.compile(r"\beval\s*\(|new\s+Function\s*\("),
}
# Mail programs read no style sheet, so a letter carries its own; it is no page of ours, and is shown on one in a frame
# that has a policy of its own.
LETTERS = {
    "collective/ground/outbox/templates/outbox/letter.html",
    "collective/ground/outbox/templates/outbox/pieces.html",
}
KINDS = (
    ("collective/**/templates/**/*.html", MARKUP),
    ("collective/**/*.svg", MARKUP),
    ("collective/**/*.py", MARKUP),
    ("collective/**/static/**/*.css", STYLES),
    ("collective/**/static/**/*.js", SCRIPTS),
)


def faults(root: Path) -> list[str]:
    found = []
    for pattern, signs in KINDS:
        for path in sources(root, pattern):
            if str(path.relative_to(root)) in LETTERS:
                continue
            text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)
            for what, sign in signs.items():
                found += [f"{path.relative_to(root)} has {what}: {match[0][-70:]!r}" for match in sign.finditer(text)]
    return found
