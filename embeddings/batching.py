"""Batches of texts of about one length, so that little is padded.

Knows the texts by their lengths only; pads nothing and runs nothing.
"""

from collections.abc import Iterator, Sequence


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Yield the positions of all texts, in batches of at most `most` tokens, padding included.

    Texts of about one length come together, so that little is padded. A text longer than `most`
    is a batch of its own.
    """
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[position] > most:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch
