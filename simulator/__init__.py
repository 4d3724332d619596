"""The organisational reliability simulator; importing it does nothing."""

__all__: list[str] = []
