"""Pages that the chronicle is tried on, as portals print them. Written for these tests from the public record.

`wire` is a report of an arrival with a plan; `copy` the same text under another headline, a paragraph cut, without a
date of its own; `other` a report of the same arrival in words of its own; `outcome` what became of the plan;
`elsewhere` another matter of the same days.
"""

from pathlib import Path

ALL = {path.stem: path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.txt"))}
