"""The evidence on practices at a handoff: read-back, checklists, programmes, boards."""

from typing import Final

from simulator.model.evidence_entry import Entry, counted, derived, figure, share

__all__ = ["PRACTICE_STUDIES"]

PER_100 = "per 100 admissions"
PER_YEAR = "per person-year"
PER_NIGHTS = "per 1,000 patient-nights"

PRACTICE_STUDIES: Final = (
    Entry(
        slug="barenfanger-2004",
        study="Barenfanger et al. 2004, Am J Clin Pathol 121:801",
        population="telephone calls of critical laboratory results, 3 organisations",
        design="read-back asked of every call, errors counted",
        n=822,
        n_of="calls",
        carries="borrowed: one short message; its seconds per call do not carry to a change",
        figures=(
            counted("errors", "calls in which read-back found an error", 29, 822, "PA"),
            counted("corrected", "of these errors corrected", 29, 29, "PA"),
            figure("seconds", "time of one read-back", 12.8, "s", "PA"),
        ),
    ),
    Entry(
        slug="boyd-2014",
        study="Boyd et al. 2014, BMJ Qual Saf 23:989",
        population="nurses and assistants telling anaesthetists in simulated crises",
        design="88 simulations, the receiver's reply coded from video",
        n=88,
        n_of="simulations",
        doi="10.1136/bmjqs-2014-003096",
        carries="borrowed: observed, not assigned; who reads back may know more anyway",
        figures=(
            figure(
                "read-back",
                "receiver knows the item, read-back against no reply",
                8.27,
                "times",
                "PA",
            ),
            figure(
                "reply", "receiver knows the item, mere reply against none", 3.16, "times", "PA"
            ),
        ),
    ),
    Entry(
        slug="haynes-2009",
        study="Haynes et al. 2009, NEJM 360:491",
        population="surgery in 8 hospitals",
        design="before and after a surgical checklist, with training",
        n=8,
        n_of="hospitals",
        carries="borrowed: no control group; what fell is everything that goes wrong",
        figures=(
            share("before", "patients with a complication before", 11.0, "PA"),
            share("after", "patients with a complication after", 7.0, "PA"),
        ),
    ),
    Entry(
        slug="urbach-2014",
        study="Urbach et al. 2014, NEJM",
        population="surgery in 101 hospitals of Ontario",
        design="before and after the checklist was made mandatory",
        n=215711,
        n_of="procedures, 109,341 before and 106,370 after",
        carries="borrowed, counter-evidence: a practice that is ordered need not be followed",
        figures=(
            figure(
                "before",
                "adjusted risk of a complication before",
                3.86,
                "%",
                "PA",
                low=3.76,
                high=3.96,
                interval="95 %",
            ),
            figure(
                "after",
                "adjusted risk of a complication after",
                3.82,
                "%",
                "PA",
                low=3.71,
                high=3.92,
                interval="95 %",
            ),
        ),
    ),
    Entry(
        slug="oleary-2016",
        study="O'Leary et al. 2016, CMAJ",
        population="children's surgery in 116 hospitals of Ontario",
        design="before and after the checklist was made mandatory",
        n=28772,
        n_of="procedures, 14,458 before and 14,314 after",
        carries="borrowed, counter-evidence: as urbach-2014",
        figures=(
            figure(
                "before",
                "children with a complication before",
                4.08,
                "%",
                "PA",
                low=3.76,
                high=4.40,
                interval="95 %",
            ),
            figure(
                "after",
                "children with a complication after",
                4.12,
                "%",
                "PA",
                low=3.80,
                high=4.45,
                interval="95 %",
            ),
        ),
    ),
    Entry(
        slug="ipass-2014",
        study="Starmer et al. 2014 (I-PASS), NEJM 371:1803",
        population="residents' shift handoffs in 9 hospitals",
        design="before and after a handoff programme, active surveillance of errors",
        n=10740,
        n_of="admissions",
        doi="10.1056/NEJMsa1405556",
        carries="borrowed: a whole programme at one kind of handoff; no randomisation",
        figures=(
            figure("errors-before", "medical errors before", 24.5, PER_100, "PA"),
            figure("errors-after", "medical errors after", 18.8, PER_100, "PA"),
            figure("preventable-before", "preventable adverse events before", 4.7, PER_100, "PA"),
            figure("preventable-after", "preventable adverse events after", 3.3, PER_100, "PA"),
            figure(
                "other-before",
                "non-preventable adverse events before (negative control)",
                3.0,
                PER_100,
                "PA",
            ),
            figure(
                "other-after", "non-preventable adverse events after: no change", 2.8, PER_100, "PA"
            ),
            derived("errors-fall", "fall of medical errors", 23.0, "%"),
            derived("preventable-fall", "fall of preventable adverse events", 30.0, "%"),
            counted("sites", "sites with a significant fall of errors", 6, 9, "PA"),
            figure("duration", "change of handoff duration: none", 0.0, "min", "PA"),
        ),
    ),
    Entry(
        slug="ipass-2023",
        study="Starmer et al. 2023 (I-PASS at 32 hospitals), J Hosp Med 18:5, PMC10964397",
        population="residents' shift handoffs in 32 hospitals",
        design="before and after the programme; handoffs observed, events reported by residents",
        n=32,
        n_of="hospitals; 4,812 verbal and 1,787 written handoffs observed, 1,942 event reports",
        carries="borrowed: how far a paid practice is followed; events are self-reported",
        figures=(
            share("verbal-before", "verbal handoffs with all elements before", 20.0, "PA"),
            share("verbal-after", "verbal handoffs with all elements after", 66.0, "PA"),
            share("written-before", "written handoffs with all elements before", 10.0, "PA"),
            share("written-after", "written handoffs with all elements after", 74.0, "PA"),
            share("readback-before", "receiver's synthesis (read-back) before", 31.0, "PA"),
            share("readback-after", "receiver's synthesis (read-back) after", 83.0, "PA"),
            figure("major-before", "major handoff-related events before", 1.7, PER_YEAR, "PA"),
            figure("major-after", "major handoff-related events after", 0.9, PER_YEAR, "PA"),
            figure("minor-before", "minor handoff-related events before", 17.5, PER_YEAR, "PA"),
            figure("minor-after", "minor handoff-related events after", 9.3, PER_YEAR, "PA"),
            share("fall", "fall of handoff-related events", 47.0, "PA"),
        ),
    ),
    Entry(
        slug="tam-2018",
        study="Tam et al. 2018, PLoS ONE 13:e0195216",
        population="18 ward teams of internal medicine in one hospital",
        design="cluster randomised trial of a structured handoff",
        n=18,
        n_of="teams, 9 of them trained",
        doi="10.1371/journal.pone.0195216",
        carries="borrowed, counter-evidence: more was handed over, outcomes were not better",
        figures=(
            figure("control", "patients handed over, usual teams", 46.86, PER_NIGHTS, "PA"),
            figure("trained", "patients handed over, trained teams", 62.90, PER_NIGHTS, "PA"),
            figure("outcomes", "more handed over, outcomes not better", None, "direction", "PA"),
        ),
    ),
    Entry(
        slug="forsgren-2018",
        study="Forsgren, Humble, Kim 2018, Accelerate",
        population="survey respondents in software organisations",
        design="survey, self-reported, correlations",
        carries="measured in software, by survey: an outside board is no acceptance",
        figures=(
            figure(
                "failures",
                "outside approval of changes and change failures: no relation",
                None,
                "direction",
                "S",
            ),
            figure(
                "speed",
                "outside approval: slower lead time, deployment and restore",
                None,
                "direction",
                "S",
            ),
        ),
    ),
)
