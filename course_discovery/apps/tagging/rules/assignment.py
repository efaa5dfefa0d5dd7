"""Which markets go together."""


def belongs(vertical_of_sub_vertical: int, vertical: int | None) -> bool:
    """Tell whether a sub-vertical (by the id of its vertical) may stand beside the vertical."""
    return vertical is None or vertical_of_sub_vertical == vertical


def mismatch(sub_vertical: str, vertical: str) -> str:
    return f'Sub-vertical "{sub_vertical}" does not belong to vertical "{vertical}".'
