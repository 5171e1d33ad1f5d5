import subprocess
import sys
from threading import Event, Thread

import pytest

from embeddings.files.file_lock import FileLock


def test_one_at_a_time_holds_it_and_it_can_be_had_when_it_is_released(tmp_path):
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert one.try_acquire()
    assert one.try_acquire()
    assert one.is_held
    assert not other.try_acquire()
    assert not other.is_held
    one.release()
    assert other.try_acquire()


def test_who_waits_says_so_and_has_it_when_it_is_released(tmp_path):
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    waits, has = Event(), Event()
    one.acquire(waits.set)
    assert not waits.is_set()

    def wait():
        other.acquire(waits.set)
        has.set()

    thread = Thread(target=wait)
    thread.start()
    assert waits.wait(10)
    assert not has.is_set()
    one.release()
    assert has.wait(10)
    thread.join()


def test_it_can_be_released_by_another_thread(tmp_path):
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    thread = Thread(target=one.try_acquire)
    thread.start()
    thread.join()
    assert one.is_held
    one.release()
    assert other.try_acquire()


def test_it_is_free_again_when_its_holder_is_killed(tmp_path):
    holder = (
        "import sys; from pathlib import Path; from embeddings.files.file_lock import FileLock\n"
        "lock = FileLock(Path(sys.argv[1]))\n"
        "print(lock.try_acquire(), flush=True)\n"
        "sys.stdin.read()"
    )
    command = [sys.executable, "-c", holder, str(tmp_path / "lock")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "True\n"
        process.kill()
    assert FileLock(tmp_path / "lock").try_acquire()


def test_where_the_file_cannot_be_written_it_is_not_to_be_had(tmp_path):
    (tmp_path / "lock").mkdir()
    lock = FileLock(tmp_path / "lock")
    assert not lock.try_acquire()
    with pytest.raises(OSError, match="directory"):
        lock.acquire(lambda: None)
