"""The evidence on organisation, delay and drift."""

from typing import Final

from simulator.model.evidence_entry import Entry, Figure, figure, share

__all__ = ["STRUCTURE"]


def _predicts(name: str, precision: float, recall: float) -> tuple[Figure, Figure]:
    return (
        share(f"{name}-precision", f"precision of prediction by {name}", precision, "PF"),
        share(f"{name}-recall", f"recall of prediction by {name}", recall, "PF"),
    )


STRUCTURE: Final = (
    Entry(
        slug="nagappan-2008",
        study="Nagappan, Murphy, Basili 2008, ICSE",
        population="binaries of one operating system",
        design="prediction of failure-prone binaries from five kinds of measures",
        n=3404,
        n_of="binaries",
        doi="10.1145/1368088.1368160",
        carries="measured in software: one company; prediction is not cause",
        figures=(
            *_predicts("organisation", 86.2, 84.0),
            *_predicts("churn", 78.6, 79.9),
            *_predicts("complexity", 79.3, 66.0),
            *_predicts("dependencies", 74.4, 69.9),
            *_predicts("coverage", 83.8, 54.4),
        ),
    ),
    Entry(
        slug="bird-2009",
        study="Bird et al. 2009, CACM 52(8):85",
        population="binaries of one operating system",
        design="regression of failures on distance and head-count",
        doi="10.1145/1536616.1536639",
        carries="measured in software, counter-evidence: distance alone adds little",
        figures=(
            figure(
                "distance",
                "added by distance alone, at most",
                6.0,
                "%",
                "PF",
                high=6.0,
                interval="range",
            ),
            figure(
                "r2-without",
                "R2 without head-count",
                None,
                "%",
                "PF",
                low=2.0,
                high=4.0,
                interval="range",
            ),
            share("r2-with", "R2 with head-count", 33.0, "PF"),
        ),
    ),
    Entry(
        slug="cataldo-2008",
        study="Cataldo, Herbsleb, Carley 2008, report CMU-ISR-08-104",
        population="modification requests of one software project",
        design="resolution time against the match of coordination and need",
        doi="10.2139/ssrn.2729291",
        carries="measured in software: time, not failures",
        figures=(share("time", "fall of resolution time where coordination matched", 32.0, "PA"),),
    ),
    Entry(
        slug="jeong-2009",
        study="Jeong et al. 2009, FSE",
        population="bug reports of Mozilla and Eclipse",
        design="re-assignments counted",
        n=445000,
        n_of="bug reports",
        carries="measured in software: re-assigned to another developer, not always of another "
        "team; a mapping to ownership is judgement",
        figures=(
            figure(
                "tossed",
                "bug reports that are re-assigned",
                None,
                "%",
                "PA",
                low=37.0,
                high=44.0,
                interval="range",
            ),
        ),
    ),
    Entry(
        slug="chen-2019",
        study="Chen et al. 2019, ICSE-SEIP",
        population="incidents of online services of one company",
        design="re-assignment and triage time by service",
        carries="measured in software: the spread over services is the finding",
        figures=(
            figure(
                "reassigned",
                "incidents re-assigned, by service",
                None,
                "%",
                "PA",
                low=4.0,
                high=92.0,
                interval="range",
            ),
            figure(
                "triage",
                "triage of a re-assigned incident takes longer, up to",
                10.16,
                "times",
                "PA",
            ),
        ),
    ),
    Entry(
        slug="guo-2011",
        study="Guo et al. 2011, CSCW",
        population="bug re-assignments in one company",
        design="survey and records",
        carries="measured in software, counter-evidence: passing on often finds the owner",
        figures=(
            figure(
                "useful",
                "re-assignment often finds the root cause or the owner",
                None,
                "direction",
                "PA",
            ),
        ),
    ),
    Entry(
        slug="raemaekers-2017",
        study="Raemaekers et al. 2017, JSS 129:140",
        population="more than 100,000 archives of more than 22,000 public libraries",
        design="interfaces compared from release to release",
        doi="10.1016/j.jss.2016.04.008",
        carries="measured in software: public libraries, not services of one company",
        figures=(
            figure(
                "breaking", "releases that break an interface, about one in three", 33.3, "%", "PA"
            ),
        ),
    ),
    Entry(
        slug="xavier-2017",
        study="Xavier et al. 2017, SANER",
        population="317 public Java libraries and their clients",
        design="interface changes and clients compared",
        n=317,
        n_of="libraries",
        doi="10.1109/SANER.2017.7884616",
        carries="measured in software: public libraries; borrowed for services in one company",
        figures=(
            share("breaking", "interface changes that break", 14.78, "PA"),
            share("clients", "clients hit by breaking changes", 2.54, "PA"),
        ),
    ),
    Entry(
        slug="tan-2024",
        study="Tan et al. 2024, EMSE",
        population="documents of popular public software projects",
        design="references to code elements compared with the code over time",
        doi="10.1007/s10664-023-10397-6",
        carries="measured in software: documents, not handoffs",
        figures=(
            share("now", "projects with a stale document now", 28.9, "PA"),
            share("ever", "projects with a stale document at some time", 82.3, "PA"),
        ),
    ),
    Entry(
        slug="dora-2024",
        study="DORA 2024",
        population="survey respondents in software organisations",
        design="survey, self-reported, four clusters; failure rates do not fall steadily",
        carries="measured in software, by survey: a range for plausibility, no target",
        figures=(
            share("elite", "change failure rate, elite", 5.0, "S"),
            share("high", "change failure rate, high", 20.0, "S"),
            figure("low", "change failure rate, low, about", 40.0, "%", "D"),
        ),
    ),
)
