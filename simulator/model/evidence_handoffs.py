"""The evidence on what a handoff loses."""

from typing import Final

from simulator.model.evidence_entry import Entry, counted, derived, figure, share

__all__ = ["HANDOFFS"]

HANDOFFS: Final = (
    Entry(
        slug="bhabra-2007",
        study="Bhabra et al. 2007, Ann R Coll Surg Engl 89:298",
        population="junior doctors handing over simulated patients, one to one",
        design="experiment, three ways of handing over, five handovers in a row",
        n=12,
        n_of="simulated patients",
        doi="10.1308/003588407X168352",
        carries="borrowed: an artificial hospital task; a chain's shape carries, sizes may not",
        figures=(
            share("verbal-5", "facts left after five spoken handovers", 2.5, "PA"),
            share("notes-5", "facts left after five handovers with notes taken", 85.5, "PA"),
            share("printed-5", "facts left after five handovers of a printed sheet", 99.0, "PA"),
            derived("verbal-each", "kept per spoken handover, fifth root", 0.478, "share"),
            derived("notes-each", "kept per handover with notes, fifth root", 0.969, "share"),
            derived("printed-each", "kept per printed sheet, fifth root", 0.998, "share"),
        ),
    ),
    Entry(
        slug="pothier-2005",
        study="Pothier et al. 2005, Br J Nurs 14:1090",
        population="nurses handing over simulated patients",
        design="experiment of the same design as bhabra-2007",
        doi="10.12968/bjon.2005.14.20.20053",
        carries="borrowed: disagrees 2.8-fold with bhabra-2007 on notes, so a range is needed",
        figures=(
            share("verbal-3", "facts left after three spoken handovers", 0.0, "PA"),
            share("notes-5", "facts left after five handovers with notes taken", 31.0, "PA"),
            derived("notes-each", "kept per handover with notes, fifth root", 0.791, "share"),
            figure("typed", "loss with a typed sheet: minimal, no number", None, "%", "PA"),
        ),
    ),
    Entry(
        slug="talbot-2007",
        study="Talbot & Bleetman 2007, Emerg Med J 24:539",
        population="ambulance crews handing over to emergency department staff, two departments",
        design="before and after a structured verbal format, recall scored",
        doi="10.1136/emj.2006.045906",
        carries="borrowed: a structure can lower recall; the reason `may_harm` exists",
        figures=(
            share("before", "information retained after one spoken handover", 56.6, "PA"),
            share("structured", "the same in a structured spoken format", 49.2, "PA"),
        ),
    ),
    Entry(
        slug="carter-2009",
        study="Carter et al. 2009, Prehosp Emerg Care 13:280",
        population="prehospital teams handing over to a trauma team",
        design="items spoken, from video, against items in the receivers' chart notes",
        n=96,
        n_of="handovers, 473 items",
        doi="10.1080/10903120802706260",
        carries="borrowed: one spoken handover under stress; received means written down",
        figures=(
            counted("received", "items received", 329, 473, "PA"),
            figure(
                "per-chart",
                "items received, mean over charts",
                72.9,
                "%",
                "PA",
                low=69.0,
                high=76.8,
                interval="95 %",
            ),
        ),
    ),
    Entry(
        slug="chang-2010",
        study="Chang et al. 2010, Pediatrics 125:491",
        population="paediatric interns at one university hospital",
        design="interviews of sender and receiver after the same handoff",
        n=52,
        n_of="interviews",
        doi="10.1542/peds.2009-0351",
        carries="borrowed: senders cannot tell; importance of facts is not in the model",
        figures=(
            share(
                "not-communicated",
                "handoffs whose most important item was not communicated though the sender "
                "believed it was",
                60.0,
                "PA",
            ),
            share("to-do", "to-do items communicated", 65.0, "PA"),
            share("guidance", "items of anticipatory guidance communicated", 69.0, "PA"),
            share("knowledge", "knowledge items communicated", 38.0, "PA"),
        ),
    ),
    Entry(
        slug="ye-2007",
        study="Ye et al. 2007, Emerg Med Australas 19:433",
        population="doctors receiving patients in three large emergency departments",
        design="interviews two hours after the handover",
        n=707,
        n_of="interviews",
        doi="10.1111/j.1742-6723.2007.00984.x",
        carries="borrowed: a funnel from gap to harm, as receivers see it",
        figures=(
            counted("lacking", "handovers in which information was lacking", 109, 707, "PA"),
            counted("process", "handovers that harmed the process or the doctor", 62, 707, "PA"),
            counted("patient", "handovers that harmed the patient", 33, 707, "PA"),
            share("adequate", "doctors who rated the handover adequate or good", 88.3, "PA"),
        ),
    ),
    Entry(
        slug="meersch-2022",
        study="Meersch et al. 2022 (HandiCAP), JAMA 327:2403",
        population="adults in major surgery, 12 German centres",
        design="randomised trial: anaesthesia handed over or not",
        n=1772,
        n_of="patients analysed",
        doi="10.1001/jama.2022.9451",
        carries="borrowed, counter-evidence: handing over need not harm where the receiver is "
        "present and the state is on the screen",
        figures=(
            counted("handover", "death, readmission or serious complication", 268, 891, "PA"),
            counted("none", "the same without a handover", 284, 881, "PA"),
        ),
    ),
    Entry(
        slug="humphrey-2022",
        study="Humphrey et al. 2022, J Patient Saf 18:130",
        population="malpractice claims of 2001 to 2011",
        design="random sample, coded for communication failures and handoffs",
        doi="10.1097/PTS.0000000000000937",
        carries="borrowed: claims are a selected sample of harm; half of it between doctor and "
        "patient",
        figures=(
            share("communication", "claims with a communication failure", 49.0, "PA"),
            share("handoff", "of these, a failed handoff", 40.0, "PA"),
            derived("boundary-share", "claims with a failed handoff: 49 % of 40 %", 19.6, "%"),
        ),
    ),
    Entry(
        slug="lyons-2010",
        study="Lyons et al. 2010, Qual Saf Health Care 19:e62",
        population="doctors' shift handover in neuro-critical care",
        design="repeated audit before and after training",
        carries="borrowed: practices decay with turnover (`fade`, `resets`); no size",
        figures=(
            figure(
                "decay",
                "content improved after training and was back at the baseline with a new, "
                "untrained cohort",
                None,
                "direction",
                "PA",
            ),
        ),
    ),
)
