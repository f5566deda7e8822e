"""The menu: what a role uses most comes first, and nothing is left out."""

import pytest

from admin.menu import FIRST, menu
from admin.pages import ROLES, Role, pages
from storage.settings import Settings

PAGES = pages(Settings(demo=True, _env_file=None))
PLACED = [page for page in PAGES if page.place]


@pytest.mark.parametrize("role", ROLES[1:])
def test_each_role_has_four_places_first_and_all_the_others_after(role: Role) -> None:
    found = menu(PAGES, role)
    assert [page.key for page in found.first] == [*FIRST[role]]
    assert len(found.first) == 4
    assert found.rest == [page for page in PLACED if page not in found.first]
