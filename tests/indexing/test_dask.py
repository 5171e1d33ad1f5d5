"""Articles split and encoded by the workers of a cluster, which come and go."""

from contextlib import closing
from functools import partial

import numpy as np
import pytest
from fakes.crashing_encoder import CrashingEncoder
from fakes.dask_cluster import LocalDaskCluster
from fakes.hashing_encoder import HashingEncoder
from fakes.indexing_process import assert_whole, write_news

from qa.assistant import Assistant
from qa.indexing.dask import DaskCluster
from qa.indexing.sync import BATCH_ARTICLES, sync_library
from qa.schema.filters import EVERYTHING
from qa.settings import DaskSettings, PassageSettings
from qa.store.errors import ClusterError
from qa.store.local import LocalLibrary

HASHING = partial(HashingEncoder, 32)
BATCHES = 12
ARTICLES = BATCHES * BATCH_ARTICLES - 5
PATIENT = DaskSettings(connect_timeout_s=2)
IMPATIENT = DaskSettings(no_worker_timeout_s=0.5)


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    folder = tmp_path_factory.mktemp("news") / "news"
    write_news(folder, ARTICLES)
    return folder


@pytest.fixture(scope="module")
def alone(news):
    """A library that was made without a cluster."""
    library = LocalLibrary()
    indexed(library, news)
    return library


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A cluster of two workers, for tests that kill nothing."""
    with closing(LocalDaskCluster(tmp_path_factory.mktemp("shared"))) as cluster:
        cluster.add_workers(2)
        yield cluster


@pytest.fixture
def own(tmp_path_factory):
    """A cluster without a worker as yet, for one test."""
    with closing(LocalDaskCluster(tmp_path_factory.mktemp("own"))) as cluster:
        yield cluster


def indexed(library, news, address=None, opener=HASHING, report=lambda _: None, settings=None):
    """Bring a library up to date with news, by a cluster where there is one."""
    told = (library, [news], "hashing-32", HASHING, PassageSettings(), report)
    if address is None:
        return sync_library(*told)
    settings = settings or DaskSettings()
    with closing(
        DaskCluster(address, settings, PassageSettings(), "hashing-32", opener)
    ) as cluster:
        return sync_library(*told, prepare=cluster.prepare)


def held(library):
    """Articles, what is known of each, and the passages by row."""
    articles = library.articles()
    kept = library.source_records([article.id for article in articles])
    return articles, kept, library.passages(library.rows(EVERYTHING))


def assert_same(library, other):
    assert held(library) == held(other)
    rows, language = library.rows(EVERYTHING), library.languages()[0]
    query = HASHING().encode_query("kabar7")
    assert library.vectors.scores(query, language, rows) == other.vectors.scores(
        query, language, rows
    )


def test_a_cluster_makes_the_library_that_this_machine_would(news, alone, shared):
    library, progress = LocalLibrary(), []
    changes = indexed(library, news, shared.address, report=progress.append)
    assert len(changes.added) == ARTICLES
    assert_same(library, alone)
    assert [step.articles for step in progress] == [
        *np.cumsum([BATCH_ARTICLES] * (BATCHES - 1)),
        ARTICLES,
    ]
    assert indexed(library, news, shared.address).is_unchanged


def test_one_of_two_workers_killed_half_way_loses_nothing(news, alone, own):
    own.add_workers(2)
    library, progress = LocalLibrary(), []

    def kill_half_way(step):
        progress.append(step)
        if len(progress) == BATCHES // 2:
            own.kill_worker()

    changes = indexed(library, news, own.address, report=kill_half_way)
    assert len(changes.added) == ARTICLES
    assert len(progress) == BATCHES
    assert_same(library, alone)


def test_what_came_before_the_scheduler_died_is_kept_and_the_next_run_goes_on(news, own, tmp_path):
    own.add_workers(1)
    progress = []

    def kill_half_way(step):
        progress.append(step)
        if len(progress) == BATCHES // 2:
            own.kill_scheduler()

    library = LocalLibrary.create(tmp_path / "library")
    with pytest.raises(ClusterError, match="the scheduler cannot be reached"):
        indexed(library, news, own.address, report=kill_half_way, settings=PATIENT)
    library.close()
    held = assert_whole(tmp_path / "library", news, progress[-1].articles)
    assert held < ARTICLES
    with closing(LocalLibrary.create(tmp_path / "library")) as library:
        assert len(indexed(library, news).added) == ARTICLES - held
    assert assert_whole(tmp_path / "library", news, ARTICLES) == ARTICLES


def test_without_a_worker_the_run_ends_and_says_how_to_start_one(news, own):
    with pytest.raises(ClusterError, match=f"no worker for 0.5 s; .*'dask worker {own.address}'"):
        indexed(LocalLibrary(), news, own.address, settings=IMPATIENT)


def test_articles_that_workers_die_of_end_the_run(tmp_path_factory, tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(f"Kabar {CrashingEncoder.WORD} dari kota. " * 9)
    with closing(
        LocalDaskCluster(tmp_path_factory.mktemp("deadly"), allowed_failures=0)
    ) as cluster:
        cluster.add_workers(1)
        deadly = partial(CrashingEncoder, 32)
        with pytest.raises(ClusterError, match="workers die of a batch of articles"):
            indexed(LocalLibrary(), tmp_path / "news", cluster.address, deadly)


def test_a_worker_with_another_encoder_is_told_of_by_its_address(news, own):
    own.add_workers(1)
    with pytest.raises(ClusterError, match=r"^tcp://.* has tanya .* hashing-8, where .*hashing-32"):
        indexed(LocalLibrary(), news, own.address, partial(HashingEncoder, 8))


def test_the_command_has_the_cluster_encode_with_the_model_that_ships(
    seeds, shared, tmp_path, tanya, encoder
):
    done = tanya("index", seeds, "--library", tmp_path / "library", "--dask", shared.address)
    assert (done.returncode, done.stdout[:8]) == (0, "5 added,")
    asked = Assistant.open(tmp_path / "library", encoder=encoder).ask("Siapa saja delegasi Putin?")
    assert "Andrei Belousov" in asked.text


def test_an_address_without_a_scheduler_is_one_line(seeds, tmp_path, tanya):
    done = tanya("index", seeds, "--library", tmp_path / "library", "--dask", "tcp://127.0.0.1")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("tanya: tcp://127.0.0.1: the scheduler cannot be reached (")
