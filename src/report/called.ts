import type { Campaign } from "../input/campaign/campaign.ts";

/** What one recipient and several are called: place, places. */
export type Called = { one: string; many: string };

/** What recipients are called; nothing where they are practices, as most are. */
export function maybeCalled({ recipients: { one, many } }: Pick<Campaign, "recipients">): { called?: Called } {
  return one === practices.one && many === practices.many ? {} : { called: { one, many } };
}

/** What a report, or a chart of it, calls its recipients. */
export function calledOf({ called = practices }: { called?: Called }): Called {
  return called;
}

const practices: Called = { one: "practice", many: "practices" };
