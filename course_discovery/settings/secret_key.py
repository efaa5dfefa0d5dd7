"""The secret key of an installation that was given none."""

import os
from pathlib import Path
from secrets import token_urlsafe


def local_secret_key(data_dir: Path) -> str:
    """Return the key kept in `data_dir`/secret_key, made on first use and readable by its owner alone."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        key = token_urlsafe(50)
        file.write(key)
    return key
