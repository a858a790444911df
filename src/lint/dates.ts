import { actionSlotsOf } from "../input/campaign/slots.ts";
import { dayAfter, dayName, weekdayName } from "../month.ts";
import { isWorkingDay, workingDayFrom } from "../report/calendar.ts";
import type { Rule, Seen } from "./rule.ts";
import { affinitie, bankHolidays, brehaut } from "./sources.ts";
import type { CampaignSubject } from "./subject.ts";

/** A: when reports come, and by when something is to be done. */
export const dates: readonly Rule[] = [
  {
    id: "A11",
    family: "actions",
    says: "Issue reports on working days",
    rests: [bankHolidays],
    severity: "warning",
    mode: "auto",
    profiles: ["integrity"],
    looks: "the day of issue of each cycle: a weekend, or a bank holiday in England and Wales",
    checks: { campaign: issuesOnWorkingDays },
  },
  {
    id: "A12",
    family: "actions",
    says: "Ask for nothing by a day after the next report",
    rests: [brehaut(4), affinitie],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks: "the weeks that actions give, against the shortest time between two reports",
    checks: { campaign: endsBeforeNext },
  },
];

function issuesOnWorkingDays({ campaign }: CampaignSubject): Seen[] {
  return campaign.cycles.flatMap(({ id, issued }, i): Seen[] =>
    isWorkingDay(issued)
      ? []
      : [
          {
            what: `the report of cycle "${id}" comes on ${weekdayName(issued)} ${issued.slice(0, 4)}, which is no working day`,
            hint: `the next one is ${weekdayName(workingDayFrom(issued))}`,
            at: { kind: "campaign", id: campaign.campaign, path: ["cycles", i, "issued"] },
          },
        ],
  );
}

function endsBeforeNext({ campaign, actions }: CampaignSubject): Seen[] {
  const gaps = campaign.cycles.slice(1).map(({ issued }, i) => {
    const from = campaign.cycles[i]?.issued ?? issued;
    return { from, to: issued, days: (Date.parse(issued) - Date.parse(from)) / 86_400_000 };
  });
  const [shortest] = gaps.sort((a, b) => a.days - b.days);
  if (!shortest) return [];
  const offered = new Set(actionSlotsOf(campaign).flatMap(({ ids }) => ids));
  return [...offered].flatMap((id): Seen[] => {
    const action = actions.get(id);
    if (!action || 7 * action.by.weeks <= shortest.days) return [];
    const asked = dayName(dayAfter(shortest.from, 7 * action.by.weeks));
    return [
      {
        what: `"${id}" is to be done within ${action.by.weeks} weeks, and the next report comes after ${Math.floor(shortest.days / 7)}`,
        example: `of ${dayName(shortest.from)}: by ${asked}, and the next on ${dayName(shortest.to)}`,
        hint: "ask for a part of it by then, or send reports further apart",
        at: { kind: "action", id, path: ["by"] },
      },
    ];
  });
}
