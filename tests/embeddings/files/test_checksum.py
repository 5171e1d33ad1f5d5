from embeddings.files.checksum import Checksum, all_match, checksums_of

# The SHA-256 of "abc" is the example of FIPS 180-4.
ABC = Checksum(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")


def test_a_file_is_known_again_by_its_size_and_its_sum(tmp_path):
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert Checksum.of(path) == ABC
    assert ABC.matches(path)
    for other in (b"abd", b"ab", b"abc "):
        path.write_bytes(other)
        assert not ABC.matches(path)
    assert not ABC.matches(tmp_path / "none")


def test_files_of_a_folder_are_all_there_or_not(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
    sums = checksums_of(tmp_path, ["one", "two"])
    assert list(sums) == ["one", "two"]
    assert all_match(tmp_path, sums)
    assert all_match(tmp_path, {})
    (tmp_path / "two").write_text("too")
    assert not all_match(tmp_path, sums)
