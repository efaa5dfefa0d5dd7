"""Pictures that are put on rows within a transaction."""

from typing import Any

from django.core.files.base import ContentFile

from course_discovery.integrations.pictures import Picture


class PutPictures:
    """Storage does not roll back: whoever gives up a transaction takes the files back."""

    def __init__(self) -> None:
        self._stored: list[Any] = []

    def put(self, row: Any, field: str, picture: Picture) -> None:
        """Store the picture and make it the row's, which the caller saves."""
        file = getattr(row, field)
        file.save(f"picture{picture.extension}", ContentFile(picture.content), save=False)
        self._stored.append(file)

    def take_back(self) -> None:
        for file in self._stored:
            file.delete(save=False)
        self._stored.clear()
