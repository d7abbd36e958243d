"""A staff member at the console's pages."""

import re

import httpx

_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
OWN_PASSWORD = "rice-field-and-river-7"


def sign_in(client: httpx.Client, name: str, one_time: str) -> str:
    """Sign in with the one-time password, choose a password, return the queue page."""
    page = client.get("/sign-in")
    page = client.post("/sign-in", data={**_hidden(page), "name": name, "password": one_time})
    passwords = {"old": one_time, "new": OWN_PASSWORD, "again": OWN_PASSWORD}
    page = client.post("/password", data={**_hidden(page), **passwords})
    assert page.status_code == 200, page.text
    return client.get("/").text


def _hidden(page: httpx.Response) -> dict[str, str]:
    return dict(_FIELD.findall(page.text))
