"""Intervals, risk against coverage, and the paired test, on values known by hand."""

import numpy as np
import pytest

from eval.estimates import area_under_risk, change, estimate, risk_coverage


def test_an_interval_holds_its_mean_and_narrows_with_more_questions() -> None:
    few, many = estimate([0.0, 1.0, 1.0, 0.0]), estimate([0.0, 1.0, 1.0, 0.0] * 50)
    assert few.value == many.value == 0.5
    assert (few.low, few.high) == (0.0, 1.0)
    assert 0.4 < many.low < 0.5 < many.high < 0.6
    assert many.n == 200


def test_an_interval_covers_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(200):
        found = estimate(list(rng.binomial(1, 0.3, size=80)))
        held += found.low <= 0.3 <= found.high
    assert 180 <= held <= 199  # 95% of 200 is 190


def test_a_median_is_told_where_it_is_asked_for() -> None:
    assert estimate([1.0, 2.0, 90.0], by_median=True).value == 2.0


def test_risk_rises_with_the_less_certain_answers() -> None:
    curve = risk_coverage([0.2, 0.9, 0.5], [False, True, True], asked=4)
    assert curve.tolist() == [[0.25, 0.0], [0.5, 0.0], [0.75, pytest.approx(1 / 3)]]
    assert risk_coverage([], [], asked=4).shape == (0, 2)


def test_the_area_is_the_mean_risk() -> None:
    found = area_under_risk([0.2, 0.9, 0.5], [False, True, True])
    assert found.value == pytest.approx(1 / 9)
    assert found.low <= found.value <= found.high
    right = area_under_risk([0.1, 0.2], [True, True])
    assert (right.value, right.low, right.high) == (0.0, 0.0, 0.0)
    upside_down = area_under_risk([0.9, 0.2, 0.5], [False, True, True])
    assert upside_down.value > found.value


def test_the_paired_test_is_exact_for_few_questions() -> None:
    found = change([1, 1, 1, 1, 0], [0, 0, 0, 0, 0])
    assert found.difference == pytest.approx(0.8)
    assert (found.up, found.down, found.n) == (4, 0, 5)
    assert found.p == pytest.approx(2 / 2**4)  # all four up, or all four down


def test_the_same_values_do_not_differ() -> None:
    assert change([1.0, 0.5], [1.0, 0.5]) == (0.0, 0, 0, 1.0, 2)


def test_a_clear_change_of_many_questions_has_a_small_p() -> None:
    assert change([1.0] * 60 + [0.0] * 40, [0.0] * 50 + [1.0] * 10 + [0.0] * 40).p < 0.001
    assert change([1.0, 0.0] * 50, [0.0, 1.0] * 50).p == 1.0
