"""The evidence on the inside of teams: reviews, tests, defects; and two methods borrowed."""

from typing import Final

from simulator.model.evidence_entry import Entry, figure, share

__all__ = ["CORES"]

PER_POINT = "per function point"

CORES: Final = (
    Entry(
        slug="mcconnell-2004",
        study="McConnell 2004, Code Complete, 2nd edition, table 20-2",
        population="software projects, several sources",
        design="table of modal shares of defects removed",
        carries="measured in software, second hand; a stack of them is 1 - prod(1 - d)",
        figures=(
            share("informal-review", "removed by informal code review", 25.0, "S"),
            share("inspection", "removed by formal code inspection", 60.0, "S"),
            share("unit-test", "removed by unit test", 30.0, "S"),
            share("integration-test", "removed by integration test", 35.0, "S"),
            share("system-test", "removed by system test", 40.0, "S"),
        ),
    ),
    Entry(
        slug="jones",
        study="Jones, several works (requirements growth: 2007)",
        population="software projects",
        design="consultant's records, not public",
        carries="measured in software, not checkable",
        figures=(
            figure("tests", "removed by tests alone, seldom more than", 85.0, "%", "S"),
            figure("requirements", "defects from requirements", 0.70, PER_POINT, "S"),
            figure("design", "defects from design", 1.05, PER_POINT, "S"),
            figure("code", "defects from code", 1.15, PER_POINT, "S"),
            figure("documents", "defects from documents", 0.45, PER_POINT, "S"),
            figure("bad-fixes", "defects from bad fixes", 0.65, PER_POINT, "S"),
            figure("growth", "growth of requirements, about", 2.0, "% a month", "S"),
        ),
    ),
    Entry(
        slug="nagappan-tdd-2008",
        study="Nagappan et al. 2008, EMSE 13:289",
        population="four industrial teams with test-driven development",
        design="case studies against comparable teams",
        n=4,
        n_of="teams",
        doi="10.1007/s10664-008-9062-z",
        carries="measured in software: few teams, not assigned",
        figures=(
            figure(
                "defects", "fewer defects", None, "%", "PA", low=40.0, high=90.0, interval="range"
            ),
            figure(
                "time",
                "more development time",
                None,
                "%",
                "PA",
                low=15.0,
                high=35.0,
                interval="range",
            ),
        ),
    ),
    Entry(
        slug="boehm-2001",
        study="Boehm & Basili 2001, IEEE Computer",
        population="software projects, several sources",
        design="list of findings",
        carries="measured in software, second hand",
        figures=(
            share("review", "defects caught by review", 60.0, "S"),
            figure(
                "rework",
                "effort that is avoidable rework",
                None,
                "%",
                "S",
                low=40.0,
                high=50.0,
                interval="range",
            ),
        ),
    ),
    Entry(
        slug="yuan-2014",
        study="Yuan et al. 2014, OSDI",
        population="user-reported failures of five distributed systems",
        design="random sample, failures coded",
        n=198,
        n_of="failures, of which the catastrophic ones count here",
        carries="measured in software: cores matter",
        figures=(
            share("simple", "catastrophic failures that simple tests would have caught", 58.0, "S"),
        ),
    ),
    Entry(
        slug="krutauz-2020",
        study="Krutauz et al. 2020, EMSE",
        population="software projects with code review",
        design="replication of a study of review coverage",
        carries="measured in software, counter-evidence: the effect of review did not replicate",
        figures=(
            figure("review", "effect of review unstable on replication", None, "direction", "PA"),
        ),
    ),
    Entry(
        slug="spar-h",
        study="SPAR-H human reliability method (Gertman et al. 2005, NUREG/CR-6883)",
        population="operators of nuclear plants",
        design="multipliers of error probabilities, set by experts",
        carries="borrowed: from stress to load of a team is judgement",
        figures=(
            figure("high", "multiplier under high stress", 2.0, "times", "S"),
            figure("extreme", "multiplier under extreme stress", 5.0, "times", "S"),
        ),
    ),
)
