"""The benchmark's table: which sample a percentile is, what an empty row says, where it is put."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.table import BEGINS, ENDS, Row, share, table, write_between_marks


@pytest.mark.parametrize("percentile,sample", [(50, 2.0), (75, 3.0), (98, 4.0), (100, 4.0)])
def test_a_percentile_is_the_sample_that_so_many_do_not_exceed(
    percentile: int, sample: float
) -> None:
    assert share([4.0, 1.0, 3.0, 2.0], percentile) == sample


def test_a_row_tells_its_ratio_to_the_empty_page_and_one_without_samples_says_so() -> None:
    told = table(
        [
            Row(what="slow", samples=[30.0], unit="ms", goal="100", empty=[10.0]),
            Row(what="never", samples=[], unit="ms"),
        ]
    )
    assert "| slow | 30 ms | 30 ms | 1 | 100 | 3.0 |" in told
    assert "| never | – | – | 0 |" in told


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGINS}\nold\n{ENDS}\nafter\n")
    write_between_marks(readme, "new")
    write_between_marks(readme, "newer")
    assert readme.read_text() == f"before\n{BEGINS}\nnewer\n{ENDS}\nafter\n"


def test_a_file_without_the_marks_is_left_alone(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("before\n")
    with pytest.raises(ValueError, match="no place"):
        write_between_marks(readme, "new")
    assert readme.read_text() == "before\n"
