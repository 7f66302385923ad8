"""Attack what takes input from outside, with very many inputs: a command of its own, no part of the suite.

    python tools/fuzz.py TARGET [--inputs 100000] [--seed 1] [--keep FOLDER]

TARGET is one of ``tests/fuzzing/targets.py``, or ``all``. Where atheris can be imported (Linux, up to Python 3.13; the
group ``fuzz`` of pyproject.toml), inputs that reach new code are kept and changed further; else they are made from the
good ones alone. The first input for which a promise does not hold is made as small as it goes, written to FOLDER, and
ends the run with status 1. Once mended it belongs into ``tests/fuzzing/finds/TARGET/``.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
import traceback
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

try:
    import resource
except ImportError:  # Windows
    resource = None

try:
    import atheris
except ImportError:
    atheris = None

if atheris is not None:
    with atheris.instrument_imports(include=["opendata_rules"]):
        from tests.fuzzing.targets import TARGETS, Target
else:
    from tests.fuzzing.targets import TARGETS, Target

#: Most attempts to make a find smaller.
_SHRINKING = 3_000
#: Memory that one input may take beyond what was taken before, in bytes; and what the process may have in all, so that
#: an input that takes more ends itself and not the machine.
_MEMORY, _ALL_MEMORY = 300_000_000, 6_000_000_000


def fails(target: Target, data: bytes) -> str:
    """Why a promise does not hold of an input; empty where all do."""
    before = _peak()
    try:
        target.run(data)
        # Readers tell of what they cannot read whatever the reason, so memory that ran out may look like a refusal.
        assert _peak() - before < _MEMORY, "memory"
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        last = next((one for one in reversed(frames) if "opendata_rules" in one.filename), frames[-1])
        return f"{type(error).__name__} at {last.filename.rpartition('/')[2]}:{last.name}: {str(error)[:200]!r}"
    return ""


def _peak() -> int:
    """The most memory that the process has had, in bytes; 0 where that is not told."""
    if resource is None:
        return 0
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _kind(why: str) -> str:
    """A failure without what it says of the input."""
    return why.partition(": ")[0]


def shrunk(target: Target, data: bytes) -> bytes:
    """The input with all left out that the same failure does not need."""
    why, attempts = _kind(fails(target, data)), 0
    if not why:
        return data  # once the process has had the memory, taking it again shows nowhere
    size = max(1, len(data) // 2)
    while size and attempts < _SHRINKING:
        at = 0
        while at < len(data) and attempts < _SHRINKING:
            shorter = data[:at] + data[at + size :]
            attempts += 1
            if _kind(fails(target, shorter)) == why:
                data = shorter
            else:
                at += size
        size //= 2
    return data


def found(target: Target, data: bytes, why: str, keep: Path) -> None:
    """Write a find, and tell of it."""
    small = shrunk(target, data)
    folder = keep / target.name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(small).hexdigest()[:12]}{target.ending}"
    path.write_bytes(small)
    print(f"{target.name}: {why}\n  {path}", flush=True)


def plainly(target: Target, inputs: int, seed: int, keep: Path) -> int:
    """Inputs made from the good ones, and from those made before."""
    random = Random(seed)
    good = list(target.seeds())
    pool = list(good)
    seen: set[str] = set()
    start = time.monotonic()
    for number in range(1, inputs + 1):
        data = target.mutated(random.choice(pool), random)
        if why := fails(target, data):
            if _kind(why) not in seen:
                seen.add(_kind(why))
                found(target, data, why, keep)
        elif random.random() < 0.02 and len(data) < 20_000:
            # Some are put wrong again, so that faults add up.
            pool[random.randrange(len(pool))] = data
            pool.append(random.choice(good))
        if number % 5_000 == 0:
            rate = number / (time.monotonic() - start)
            print(f"{target.name}: {number:,} inputs, {rate:.0f} a second, {len(seen)} finds", flush=True)
    return 1 if seen else 0


def guided(target: Target, inputs: int, seed: int, keep: Path) -> int:
    """Inputs led by the code that they reach; ends the process."""
    corpus = keep / "corpus" / target.name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, good in enumerate(target.seeds()):
        (corpus / f"seed-{number:03}").write_bytes(good)

    def one(data: bytes) -> None:
        if why := fails(target, data):
            found(target, data, why, keep)
            raise SystemExit(1)

    def mutate(data: bytes, most: int, number: int) -> bytes:
        random = Random(number)
        if random.random() < 0.2:
            return bytes(atheris.Mutate(data, most))
        return target.mutated(data, random)[:most]

    arguments = [sys.argv[0], str(corpus), f"-runs={inputs}", f"-seed={seed}", "-max_len=20000", "-timeout=30"]
    atheris.Setup(arguments, one, custom_mutator=mutate)
    atheris.Fuzz()
    return 0


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--guided", action="store_true", help="let new code lead the way (needs atheris)")
    given = parser.parse_args()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (_ALL_MEMORY, _ALL_MEMORY))
    if given.guided:
        if atheris is None or given.target == "all":
            parser.error("--guided needs atheris, and one target")
        return guided(TARGETS[given.target], given.inputs, given.seed, given.keep)
    names = TARGETS if given.target == "all" else [given.target]
    return max([plainly(TARGETS[name], given.inputs, given.seed, given.keep) for name in names])


if __name__ == "__main__":
    sys.exit(main())
