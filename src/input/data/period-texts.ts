import { literal } from "../files/table.ts";
import { type PeriodKind, periodKinds } from "../library/period.ts";

/** A way in which data write a period. Numbers are texts of SQL; `part(1)` is the first group of the pattern as a number. */
type Form = {
  like: string; // an example, for messages
  pattern: string;
  stands: (part: (group: number) => string) => string; // the month at which an observation stands; null where it cannot be
  day?: (part: (group: number) => string) => string;
};

/** 2026-08, 202608, 2026-08-01, 20260801, with or without a time; of this century and the end of the last. */
const monthOrDay: Form = {
  like: "2026-08 or a day in it",
  pattern: "^(19[5-9]\\d|20\\d\\d)-?(0[1-9]|1[0-2])(-?(0[1-9]|[12]\\d|3[01])([T ].*)?)?$",
  stands: (part) => `${part(1)} * 12 + ${part(2)} - 1`,
  day: (part) => part(4),
};

/** How the texts of each kind of period are read: by the first form that fits. */
const forms: Readonly<Record<PeriodKind, readonly Form[]>> = {
  month: [monthOrDay],
  snapshot: [monthOrDay],
};

/** "2026-08 or a day in it": for the hint of a text that none of the forms fits. */
export function formsOf(kind: PeriodKind): string {
  return forms[kind].map(({ like }) => like).join(", ");
}

/**
 * Table of `kind`, `period`, `month`, `day` in SQL: what each distinct text of a table reads as, for each kind of period. A day
 * is known of snapshots alone. Rows of an indicator whose kind nobody knows are read by whichever form fits.
 */
export function selectPeriods(given: string): string {
  const each = periodKinds.map((kind) => {
    const day = kind === "snapshot" ? madeOf(forms[kind], ({ day }) => day) : "null";
    return `select ${literal(kind)} as kind, period, ${madeOf(forms[kind], ({ stands }) => stands)} as month, ${day} as day from texts`;
  });
  const all = periodKinds.flatMap((kind) => forms[kind]);
  return `
    with texts as materialized (select distinct period from ${given} where period is not null)
    ${each.join(" union all ")}
    union all select ${literal(anyKind)} as kind, period, ${madeOf(all, ({ stands }) => stands)} as month, null as day from texts`;
}

/** Of indicators that no campaign at hand uses. */
export const anyKind = "";

/** What the first form that fits makes of a text; null where none does. */
function madeOf(some: readonly Form[], pick: (form: Form) => Form["day"]): string {
  const tried = [...new Set(some)].flatMap((form) => {
    const made = pick(form);
    const part = (group: number) => `try_cast(regexp_extract(period, ${literal(form.pattern)}, ${group}) as integer)`;
    return made ? [`when regexp_matches(period, ${literal(form.pattern)}) then ${made(part)}`] : [];
  });
  return tried.length === 0 ? "null::integer" : `case ${tried.join(" ")} end`;
}
