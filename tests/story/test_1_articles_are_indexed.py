"""Step 1: `tanya index` makes a library of files, and brings it up to date."""


def test_a_library_is_made_of_files_and_a_second_run_changes_nothing(command, seeds, tmp_path):
    said = command("index", seeds, "--library", tmp_path)
    assert said.startswith("5 added, 0 changed, 0 removed, 0 unchanged. ")
    again = command("index", seeds, "--library", tmp_path)
    assert again.startswith("Nothing changed.")
    assert "holds 5 articles in " in again


def test_a_library_knows_its_articles_and_their_publishers(assistant):
    assert len(assistant.articles) == 5
    assert {"Okezone", "detikNews"} <= set(assistant.sources)
