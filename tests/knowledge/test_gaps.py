from knowledge.gaps import cluster
from tests.knowledge.conftest import Built


def test_wordings_of_one_question_stand_together(built: Built) -> None:
    """Two wordings of one question are one cluster with their summed count; another question is its own."""
    gaps = [("雨露计划补助多少钱一年", 3), ("明天下雨吗", 4), ("雨露计划一年补助多少钱", 2)]
    clusters = cluster(gaps, built.encoder)
    assert [one.times for one in clusters] == [5, 4]
    assert clusters[0].questions == (("雨露计划补助多少钱一年", 3), ("雨露计划一年补助多少钱", 2))


def test_no_gaps_no_clusters(built: Built) -> None:
    """Nothing unanswered is nothing to gather."""
    assert cluster([], built.encoder) == ()
