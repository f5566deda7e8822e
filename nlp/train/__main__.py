"""Make our models:  python -m nlp.train DATA_FOLDER [--out FOLDER] [--only HEAD …]

DATA_FOLDER: a folder a set, in it train.csv and dev.csv; which sets are needed says heads.toml. The same data
gives the same bytes. With --out nothing of ours is changed: signs.toml is written there, too.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from nlp.analysis.model import OURS, use
from nlp.train import folding, signs
from nlp.train.heads import made, recipes
from nlp.train.texts import labelled


def main(data: Path, out: Path, only: Sequence[str]) -> int:
    """All heads, or only some; 1 where a name is none."""
    known = recipes()
    if unknown := set(only) - set(known):
        sys.stderr.write(f"no head {', '.join(sorted(unknown))}; there are: {', '.join(known)}\n")
        return 1
    out.mkdir(parents=True, exist_ok=True)
    if not only:
        folding.write(out)
    for name in only or known:
        began = time.monotonic()
        examples = labelled(data, known[name]["sources"])
        made(known[name], examples).save(out / f"{name}.npz")
        taken = time.monotonic() - began
        sys.stdout.write(f"{name:16} {len(examples):8,} texts {taken:6.1f} s\n")
        sys.stdout.flush()
    if not only:
        use(out)  # what the signs are weighed beside
        signs.main(data, out, signs.LISTS if out == OURS else out)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m nlp.train", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=OURS)
    parser.add_argument("--only", nargs="*", default=[])
    sys.exit(main(**vars(parser.parse_args())))
