from qa.ingest.page.publishers import source_names


def test_a_publisher_is_met_in_any_case_and_without_its_domain_ending():
    names = source_names(["Kompas.com", "VIVA", "The Jakarta Post", "berita-kita.co.id"])
    assert names["kompas.com"] == names["kompas"] == "Kompas.com"
    assert names["viva"] == names["viva.co.id"] == names["vivanews"] == "VIVA"
    assert names["jakarta post"] == names["the jakarta post"] == "The Jakarta Post"
    assert names["berita-kita"] == "berita-kita.co.id"


def test_a_short_name_that_two_publishers_share_stands_for_neither():
    assert source_names(["detikNews"])["detik"] == "detikNews"
    both = source_names(["detikNews", "detikSport"])
    assert "detik" not in both
    assert both["detiksport"] == "detikSport"
    assert "kompas" not in source_names(["Kompas.com", "Kompas.id"])


def test_a_publisher_keeps_its_own_name_whatever_the_others_are_called():
    names = source_names(["Kompas", "Kompas.com"])
    assert (names["kompas"], names["kompas.com"]) == ("Kompas", "Kompas.com")


def test_a_library_without_publishers_has_no_names():
    assert source_names([]) == {}
