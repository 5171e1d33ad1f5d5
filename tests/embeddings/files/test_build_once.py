from concurrent.futures import ThreadPoolExecutor

import pytest

from embeddings.files.build_once import SUMS_FILE, build_once, is_complete


class Maker:
    """Fills a folder with two files, and counts how often."""

    def __init__(self, error=None):
        self.made, self.said, self.error = 0, [], error

    def __call__(self, folder):
        self.made += 1
        (folder / "part").mkdir()
        (folder / "part" / "small.json").write_text("{}")
        if self.error:
            raise self.error
        (folder / "large.safetensors").write_bytes(bytes(100))

    def folder(self, path):
        return build_once(path, self, "the thing", self.said.append)


@pytest.fixture
def place(tmp_path):
    return tmp_path / "cache" / "thing-1"


def others(place):
    """Return what stands beside the folder, but for the file of its lock."""
    return [p.name for p in place.parent.iterdir() if p != place and not p.name.endswith(".lock")]


def test_it_is_made_once_and_said_once(place):
    maker = Maker()
    assert maker.folder(place) == maker.folder(place) == place
    assert (maker.made, len(maker.said)) == (1, 1)
    assert "the thing" in maker.said[0]
    assert str(place) in maker.said[0]
    assert (place / "part" / "small.json").read_text() == "{}"
    assert others(place) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda place: (place / "part" / "small.json").write_text("[]"),
        lambda place: (place / "part" / "small.json").unlink(),
        lambda place: (place / "large.safetensors").write_bytes(bytes(99)),
        lambda place: (place / SUMS_FILE).unlink(),
        lambda place: (place / SUMS_FILE).write_text("{"),
        lambda place: (place / SUMS_FILE).write_text("[]"),
        lambda place: (place / SUMS_FILE).write_text('{"large.safetensors": 3}'),
        lambda place: (place / SUMS_FILE).write_bytes(b"\xff\xfe"),
    ],
)
def test_it_is_made_anew_when_a_file_is_changed_or_missing(place, damage):
    maker = Maker()
    maker.folder(place)
    assert is_complete(place)
    damage(place)
    assert not is_complete(place)
    maker.folder(place)
    assert maker.made == 2
    assert is_complete(place)
    assert (place / "part" / "small.json").read_text() == "{}"


def test_nothing_of_a_making_that_failed_is_left(place):
    with pytest.raises(RuntimeError, match="no room"):
        Maker(RuntimeError("no room")).folder(place)
    assert not place.exists()
    assert others(place) == []
    maker = Maker()
    maker.folder(place)
    assert is_complete(place)


def test_what_was_there_stays_until_another_is_made(place):
    Maker().folder(place)
    (place / "part" / "small.json").write_text("changed")
    with pytest.raises(OSError, match="no room"):
        Maker(OSError("no room")).folder(place)
    assert (place / "part" / "small.json").read_text() == "changed"
    assert not is_complete(place)


def test_what_a_killed_process_left_is_cleared(place):
    left = place.parent / f".{place.name}-abc" / "made"
    left.mkdir(parents=True)
    (left / "half").write_text("half")
    Maker().folder(place)
    assert others(place) == []


def test_the_folder_of_another_name_is_left_alone(place):
    other = place.parent / "thing-2"
    Maker().folder(other)
    Maker().folder(place)
    assert is_complete(other)
    assert is_complete(place)


def test_of_several_that_want_it_at_once_one_makes_it(place):
    maker = Maker()
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(maker.folder, [place] * 4))
    assert found == [place] * 4
    assert maker.made == 1
