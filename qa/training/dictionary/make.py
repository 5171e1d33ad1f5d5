"""The table of words: `python -m qa.training.dictionary.make --data DATA --dictionary FOLDER`.

Puts together what a dictionary says and what parallel sentences show: the dictionary has the words
as they stand in a dictionary, the sentences those that news is written with. DATA has the parallel
text, FOLDER a FreeDict English-Indonesian dictionary (on Debian: `apt-get download
dict-freedict-eng-ind`, unpacked with `dpkg-deb -x`; the folder is usr/share/dictd).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from qa.text.dictionary import WordPair, words_file, write_pairs
from qa.training.dictionary.freedict import DictionaryError, read_freedict
from qa.training.dictionary.induce import induce, read_sentences

DICTIONARY = "freedict-eng-ind"
DICTIONARY_WEIGHT = 0.5
MOST_WORDS = 3
ABOUT = (
    "English and Indonesian words that say the same, and how sure that is. Made by",
    "qa.training.dictionary.make from: the FreeDict and WikDict English-Indonesian dictionary,",
    "CC BY-SA 3.0, www.wikdict.com,",
    "which is from Wiktionary by way of DBnary; and word pairs induced from NTREX (CC BY-SA 4.0),",
    "TICO-19 (CC0) and Tatoeba (CC BY 2.0 FR). This table: CC BY-SA 4.0.",
)


def merged(induced: Sequence[WordPair], translations: Sequence[tuple[str, str]]) -> list[WordPair]:
    """Return one pair for each two words, with the weights of both sources added up.

    Args:
        induced: from parallel sentences. What has digits, or is one word in both languages, needs
            no translation and is left out.
        translations: (English, Indonesian) of a dictionary, in any case. Pairs in which both are
            phrases, or one is longer than three words, are left out: words are looked up singly.
    """
    weights = {
        (pair.english, pair.indonesian): pair.weight
        for pair in induced
        if pair.english != pair.indonesian and (pair.english + pair.indonesian).isalpha()
    }
    for english, indonesian in dict.fromkeys((e.lower(), i.lower()) for e, i in translations):
        lengths = len(english.split()), len(indonesian.split())
        if min(lengths) == 1 and max(lengths) <= MOST_WORDS:
            known = weights.get((english, indonesian), 0.0)
            weights[english, indonesian] = known + DICTIONARY_WEIGHT
    return [WordPair(*words, weight) for words, weight in weights.items()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the table of words."""
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "python -m qa.training.dictionary.make", None, __doc__, None, [], shape
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of parallel text")
    parser.add_argument("--dictionary", type=Path, required=True, help="FreeDict's folder")
    parser.add_argument("--out", type=Path, default=words_file())
    options = parser.parse_args(arguments)
    try:
        induced = induce(read_sentences(options.data))
        pairs = merged(induced, read_freedict(options.dictionary, DICTIONARY))
        write_pairs(pairs, ABOUT, options.out)
    except (DictionaryError, OSError, ValueError, KeyError) as error:
        sys.exit(f"qa.training.dictionary.make: {error}")


if __name__ == "__main__":
    main()
