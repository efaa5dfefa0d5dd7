from course_discovery.apps.course_metadata.rules import locations


def test_known_places():
    assert len(locations.COUNTRY_CODES) == 249
    assert len(locations.CONTIGUOUS_STATES) == 49
    assert {"AK", "HI"}.isdisjoint(locations.CONTIGUOUS_STATES)


def test_unknown_codes_keep_their_order():
    assert locations.unknown_codes(["ZZ", "FR", "XX"], locations.COUNTRY_CODES) == ["ZZ", "XX"]
