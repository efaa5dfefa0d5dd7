"""What the LMS is told of an organization."""

# The columns that it is told of.
TOLD_COLUMNS = frozenset({"key", "name", "certificate_name", "description", "certificate_logo_image"})


def organization_body(
    key: str, name: str, certificate_name: str | None, description: str | None, logo_url: str | None
) -> dict[str, str | None]:
    """Return the body: certificates bear the name made for them, if there is one."""
    body: dict[str, str | None] = {
        "name": certificate_name or name,
        "short_name": key,
        "description": description,
    }
    return body | {"logo_url": logo_url} if logo_url else body
