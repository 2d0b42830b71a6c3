"""
The page that lists the stories of the catalogue by procedure, in both languages.

``python -m tests.simulate.stories_page`` writes it; a test compares.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dossierflow.citation import LegalText
from dossierflow.procedure import catalogue
from dossierflow.reading import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "catalogue"
PAGE = FOLDER / "README.md"

HEAD = """\
# Stories of the shipped procedures

Each file tells one dossier: who does what on which day, what is due when and why. The first lines say it in words, in
Vietnamese and in English; every expected day is counted in a comment beside it. They can be played, drawn and tested:

```sh
dossierflow run examples/catalogue/passport/filed-on-saturday-morning.scenario.yaml
dossierflow picture examples/catalogue/passport/filed-on-saturday-morning.scenario.yaml --out passport.svg
dossierflow test examples/catalogue
```

The tables beside them (`*.cases.csv`) hold single limits to the days that a second computation gave. How much of each
procedure the stories come to: [coverage](../../docs/reference/path-coverage.md). How such a file is written:
[scenario files](../../docs/reference/scenario-file.md). `python -m tests.simulate.stories_page` writes this page.
"""


def page() -> str:
    """Return the whole page."""
    return HEAD + "".join(f"\n{section}" for section in _sections())


def title_of(file: Path) -> LegalText:
    """Return what a story is about, which stands above everything else in its file."""
    head = file.read_text(encoding="utf-8").partition("\nprocedure:")[0]
    return LegalText.model_validate(read_document(head).data["scenario"])


def _sections() -> Iterator[str]:
    names = {one.procedure: one.name for one in catalogue()}
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        title = names[folder.name]
        lines = [f"## {title.vi}", "", f"{title.en} (`{folder.name}`)", ""]
        for file in sorted(folder.glob("*.scenario.yaml")):
            told = title_of(file)
            lines.append(f"- [{told.vi}]({folder.name}/{file.name}): {told.en}")
        yield "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
