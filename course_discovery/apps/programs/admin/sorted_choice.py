"""Choosing rows whose order counts."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelectMultiple


class SortedAutocomplete(AutocompleteSelectMultiple):
    """Shows what is chosen in the order in which it was chosen, which Django forgets; what is added comes last."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        groups = super().optgroups(name, value, attrs)
        position = {str(chosen): index for index, chosen in enumerate(value)}
        groups[0][1].sort(key=lambda option: position.get(str(option["value"]), -1))
        return groups
