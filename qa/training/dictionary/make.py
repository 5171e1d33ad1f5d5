"""Make the dictionary: `python -m qa.training.dictionary.make --data DATA --dictionary FOLDER`.

Merges the pairs of a dictionary with those induced from parallel sentences: the dictionary has base
forms, the sentences have the forms of words that news uses. DATA has the parallel text, FOLDER a
FreeDict English-Indonesian dictionary (on Debian: `apt-get download dict-freedict-eng-ind`,
unpacked with `dpkg-deb -x`; the folder is usr/share/dictd).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from qa.text.dictionary import WordPair, words_file, write_pairs
from qa.training.config import DictionaryConfig
from qa.training.dictionary.freedict import DictionaryError, read_freedict
from qa.training.dictionary.induce import induce_pairs, read_sentences

DICTIONARY = "freedict-eng-ind"
HEADER = (
    "English and Indonesian words that say the same, and how sure that is. Made by",
    "qa.training.dictionary.make from: the FreeDict and WikDict English-Indonesian dictionary,",
    "CC BY-SA 3.0, www.wikdict.com,",
    "which is from Wiktionary by way of DBnary; and word pairs induced from NTREX (CC BY-SA 4.0),",
    "TICO-19 (CC0) and Tatoeba (CC BY 2.0 FR). This table: CC BY-SA 4.0.",
)


def merge_pairs(
    induced: Sequence[WordPair],
    translations: Sequence[tuple[str, str]],
    config: DictionaryConfig,
) -> list[WordPair]:
    """Merge induced pairs with a dictionary's; the weights of a pair in both are added.

    Args:
        induced: from parallel sentences. Pairs with digits, or of one word with itself, need no
            translation and are left out.
        translations: (English, Indonesian) of a dictionary, in any case. Pairs of two phrases, and
            those with a side of too many words, are left out: single words are looked up.
        config: the weight of a dictionary's pair, and its most words.
    """
    weights = {
        (pair.english, pair.indonesian): pair.weight
        for pair in induced
        if pair.english != pair.indonesian and (pair.english + pair.indonesian).isalpha()
    }
    for english, indonesian in dict.fromkeys((e.lower(), i.lower()) for e, i in translations):
        lengths = len(english.split()), len(indonesian.split())
        if min(lengths) == 1 and max(lengths) <= config.max_words:
            known = weights.get((english, indonesian), 0.0)
            weights[english, indonesian] = known + config.dictionary_weight
    return [WordPair(*words, weight) for words, weight in weights.items()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the dictionary."""
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "python -m qa.training.dictionary.make", None, __doc__, None, [], shape
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of parallel text")
    parser.add_argument("--dictionary", type=Path, required=True, help="FreeDict's folder")
    parser.add_argument("--out", type=Path, default=words_file())
    options = parser.parse_args(arguments)
    try:
        config = DictionaryConfig()
        induced = induce_pairs(read_sentences(options.data), config)
        pairs = merge_pairs(induced, read_freedict(options.dictionary, DICTIONARY), config)
        write_pairs(pairs, HEADER, options.out)
    except (DictionaryError, OSError, ValueError, KeyError) as error:
        sys.exit(f"qa.training.dictionary.make: {error}")


if __name__ == "__main__":
    main()
