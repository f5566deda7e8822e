"""What is said only once in a while."""

from bot.seldom import Seldom


def test_once_in_so_many_seconds_for_each():
    seldom = Seldom(60)
    said = [at for at in range(0, 200, 10) if seldom.allows("7", float(at))]
    assert said == [0, 60, 120, 180]
    assert seldom.allows("8", 185.0)


def test_the_oldest_are_forgotten():
    seldom = Seldom(60, remember=3)
    for number in range(10):
        assert seldom.allows(str(number), 0.0)
    assert len(seldom._said) == 3
    assert not seldom.allows("9", 1.0)
    assert seldom.allows("0", 1.0)
