"""Which places a route uses."""

from collections.abc import Container, Iterable, Iterator

from simulator.scenario.entries import ARROW

__all__ = ["crossings", "laterals", "place", "places"]

Route = tuple[tuple[str, ...], ...]


def place(source: str, target: str) -> str:
    """The name of a boundary as a place."""
    return f"{source}{ARROW}{target}"


def crossings(route: Route) -> Iterator[tuple[int, str, str]]:
    """The crossings between neighbouring steps: index of the step entered, sender, receiver."""
    for index in range(1, len(route)):
        for source in route[index - 1]:
            for target in route[index]:
                yield index, source, target


def laterals(step: tuple[str, ...], listed: Container[str]) -> Iterator[tuple[str, str]]:
    """The listed boundaries between two members of one group, in name order."""
    names = [
        (source, target) for source in step for target in step if place(source, target) in listed
    ]
    yield from sorted(names, key=lambda pair: place(*pair))


def places(routes: Iterable[Route], listed: Container[str]) -> tuple[list[str], list[str]]:
    """The teams and the boundaries that routes use, once for every pass of one item."""
    teams: list[str] = []
    boundaries: list[str] = []
    for route in routes:
        teams += [team for step in route for team in step]
        boundaries += [place(source, target) for _, source, target in crossings(route)]
        boundaries += [place(*pair) for step in route for pair in laterals(step, listed)]
    return teams, boundaries
