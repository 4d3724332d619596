"""The evidence on what failures are caused by, and on the share born at a boundary."""

from typing import Final

from simulator.model.evidence_entry import Entry, counted, figure, share

__all__ = ["CAUSES"]

CAUSES: Final = (
    Entry(
        slug="gunawi-2016",
        study="Gunawi et al. 2016, SoCC",
        population="597 outages of internet services, from public reports",
        design="root causes coded; 59 % unknown",
        n=597,
        n_of="outages",
        doi="10.1145/2987550.2987583",
        carries="measured in software, incident level: public reports name little of a company",
        figures=(
            share("boundary-share", "of known causes: another service", 8.0, "S"),
            share("unknown", "outages of unknown cause", 59.0, "S"),
            share("upgrade", "of known causes: upgrade", 16.0, "S"),
            share("network", "of known causes: network", 15.0, "S"),
            share("bugs", "of known causes: bugs", 15.0, "S"),
            share("config", "of known causes: configuration", 10.0, "S"),
            share("load", "of known causes: load", 9.0, "S"),
        ),
    ),
    Entry(
        slug="ghosh-2022",
        study="Ghosh et al. 2022, SoCC",
        population="severe incidents of one large service",
        design="post-mortems coded, one cause an incident",
        n=152,
        n_of="incidents",
        carries="measured in software, incident level: one service, complete post-mortems only",
        figures=(
            share("code", "code", 27.0, "S"),
            share("boundary-share", "dependency failure", 16.4, "S"),
            share("infrastructure", "infrastructure", 15.8, "S"),
            share("deployment", "deployment", 13.2, "S"),
            share("config", "configuration", 12.5, "S"),
            share("network", "database or network", 10.5, "S"),
            share("auth", "authentication", 4.6, "S"),
        ),
    ),
    Entry(
        slug="tang-2023",
        study="Tang et al. 2023, EuroSys",
        population="cloud incidents of three providers",
        design="incident reports coded, open data",
        n=55,
        n_of="incidents",
        doi="10.1145/3552326.3587448",
        carries="measured in software, incident level: systems, not teams",
        figures=(
            counted(
                "boundary-share",
                "discrepancy between systems that are each correct",
                11,
                55,
                "PF",
            ),
        ),
    ),
    Entry(
        slug="sre-workbook",
        study="Google SRE Workbook, appendix C",
        population="post-mortems of one company, 2010 to 2017",
        design="triggers and root causes counted; thousands, the number is not stated",
        carries="measured in software: one company; categories say little of teams",
        figures=(
            share("trigger-binary", "trigger: binary push", 37.0, "PF"),
            share("trigger-config", "trigger: configuration push", 31.0, "PF"),
            share("trigger-user", "trigger: user behaviour", 9.0, "PF"),
            share("trigger-pipeline", "trigger: pipeline", 6.0, "PF"),
            share("trigger-provider", "trigger: provider change", 5.0, "PF"),
            share("trigger-decay", "trigger: performance decay", 5.0, "PF"),
            share("trigger-capacity", "trigger: capacity", 5.0, "PF"),
            share("trigger-hardware", "trigger: hardware", 2.0, "PF"),
            share("software", "root cause: software", 41.35, "PF"),
            share("process", "root cause: development process", 20.23, "PF"),
            share("complex", "root cause: complex behaviour", 16.90, "PF"),
            share("deployment", "root cause: deployment planning", 6.74, "PF"),
            share("network", "root cause: network", 2.75, "PF"),
        ),
    ),
    Entry(
        slug="basili-1984",
        study="Basili & Perricone 1984, CACM 27(1):42",
        population="errors of one software system for planning satellites",
        design="change reports of development and maintenance classified",
        doi="10.1145/69605.2085",
        carries="measured in software, defect level: old, one system; modules, not teams",
        figures=(share("boundary-share", "interface errors", 39.0, "S"),),
    ),
    Entry(
        slug="perry-1985",
        study="Perry & Evangelist 1985",
        population="errors of one large software system",
        design="errors classified",
        carries="measured in software, defect level: old, one system; modules, not teams",
        figures=(
            figure(
                "boundary-share",
                "interface errors, at least",
                66.0,
                "%",
                "PA",
                low=66.0,
                interval="range",
            ),
        ),
    ),
    Entry(
        slug="uptime-2025",
        study="Uptime Institute 2025",
        population="data centre outages by human error",
        design="survey; several answers allowed, the shares add up to more than 100 %",
        carries="borrowed: data centres",
        figures=(
            share("not-followed", "procedure not followed", 58.0, "S"),
            share("faulty", "procedure faulty", 45.0, "S"),
        ),
    ),
    Entry(
        slug="lou-2022",
        study="Lou et al. 2022, OSDI",
        population="sampled failures of distributed systems",
        design="failures coded",
        carries="measured in software: silent failures are not in the model",
        figures=(share("silent", "silent violations of semantics", 39.0, "S"),),
    ),
)
