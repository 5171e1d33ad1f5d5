from threading import Event, Thread

import pytest

from embeddings.files.file_lock import FileLock


def test_one_at_a_time_holds_it_and_it_can_be_had_when_it_is_freed(tmp_path):
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert one.take()
    assert one.take()
    assert one.is_held
    assert not other.take()
    assert not other.is_held
    one.free()
    assert other.take()


def test_who_waits_says_so_and_has_it_when_it_is_freed(tmp_path):
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    waits, has = Event(), Event()
    one.wait(waits.set)
    assert not waits.is_set()

    def wait():
        other.wait(waits.set)
        has.set()

    thread = Thread(target=wait)
    thread.start()
    assert waits.wait(10)
    assert not has.is_set()
    one.free()
    assert has.wait(10)
    thread.join()


def test_where_the_file_cannot_be_written_it_is_not_to_be_had(tmp_path):
    lock = FileLock(tmp_path / "nowhere" / "lock")
    assert not lock.take()
    with pytest.raises(OSError, match="nowhere"):
        lock.wait(lambda: None)
