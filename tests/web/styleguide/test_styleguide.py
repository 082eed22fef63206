import re

import pytest

pytestmark = pytest.mark.django_db
URL = "/styleguide/"


@pytest.mark.parametrize("count", [0, 1, 25, 200])
def test_a_list_of_any_length_costs_no_statement(client, clerk, count, django_assert_num_queries):
    client.force_login(clerk)

    with django_assert_num_queries(2):
        page = client.get(URL, {"rows": count})

    assert page.text.count('class="main" scope="row"') == count
    assert ("Take one filter away" in page.text) == (count == 0)


def test_every_field_has_its_fault_and_the_summary_leads_to_each(client, clerk):
    client.force_login(clerk)

    page = client.get(URL, {"form": "faults"})

    assert page.status_code == 200
    led_to = set(re.findall(r'<a href="#(id_\w+)">', page.text))
    assert len(led_to) == 16
    assert all(f'id="{one}"' in page.text for one in led_to)


@pytest.mark.parametrize("asked", ["rows=-1", "rows=999999", "form=x", "rows=%00"])
def test_an_odd_address_shows_the_guide_as_it_opens(client, clerk, asked):
    client.force_login(clerk)

    page = client.get(f"{URL}?{asked}")

    assert page.status_code == 200
    assert page.text.count('class="main" scope="row"') == 25


def test_no_id_stands_twice(client, clerk):
    client.force_login(clerk)

    ids = re.findall(r' id="([^"]+)"', client.get(URL).text)

    assert sorted(set(ids)) == sorted(ids)
