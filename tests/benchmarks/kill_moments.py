"""Does a library survive an indexing run that is killed at a random moment? 200 moments.

Run by hand: python tests/benchmarks/kill_moments.py [TIMES]. After every kill the library is opened
and checked: every article that the run had reported must be there, and each must be whole. A
finished library is thrown away, so that kills fall on every stage of a run.
"""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes.indexing_process import assert_whole, kill_at_random, write_news

ARTICLES = 200
LONGEST_S = 4.0
_MOST_RUNS = 3


def main() -> None:
    """Print how many libraries were whole, and at which stage the runs were killed."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as temporary:
        news, library = Path(temporary) / "news", Path(temporary) / "library"
        write_news(news, ARTICLES)
        reported, good, begun, ended = 0, 0, 0, 0
        for killed in kill_at_random(library, news, _MOST_RUNS * times, LONGEST_S, seed=2024):
            reported = max(reported, killed.reported)
            assert_whole(library, news, reported)
            if killed.is_done:
                ended += 1
                shutil.rmtree(library)
                reported = 0
                continue
            good += 1
            begun += killed.reported > 0
            if good == times:
                break
    print(
        f"{good} good openings after {times} kills, {begun} of them behind a batch; {ended} ended"
    )


if __name__ == "__main__":
    main()
