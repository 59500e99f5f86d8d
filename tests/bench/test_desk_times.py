"""The table of the desk's benchmark, from samples that were made up."""

from __future__ import annotations

from tests.bench.desk_times import Measured, rates, table

SMALL = {"list": Measured([10.0] * 20, [5.0] * 20, 8), "next": Measured([4.0] * 20, [], 12)}
LARGE = {"list": Measured([15.0] * 20, [5.0] * 20, 8), "next": Measured([4.0] * 20, [], 14)}


def test_ratios_are_of_the_largest_size() -> None:
    found = table({"list": "1.5", "next": ""}, {100: SMALL, 1_000_000: LARGE}).splitlines()
    assert "p95, 1,000,000 ÷ 100" in found[0]
    assert found[2] == "| list | 10.0 | 10.0 | 15.0 | 15.0 | 1.50 | 3.0 | 8 | 1.5 |"


def test_what_has_no_empty_page_has_no_ratio_to_it_and_queries_that_differ_are_both_told() -> None:
    found = table({"next": ""}, {100: SMALL, 1_000_000: LARGE}).splitlines()
    assert found[2] == "| next | 4.0 | 4.0 | 4.0 | 4.0 | 1.00 |  | 12 to 14 |  |"


def test_every_row_has_as_many_cells_as_the_head() -> None:
    lines = table({"list": "", "next": ""}, {100: SMALL, 1_000_000: LARGE}).splitlines()
    assert len({line.count("|") for line in lines}) == 1


def test_rates_stand_beside_their_goals() -> None:
    assert rates([("claims", "300 /s", "200 /s")]).endswith("| claims | 300 /s | 200 /s |")
