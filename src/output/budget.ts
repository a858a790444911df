/** How many reports of a run may fail before it stops: a share of those that were tried, once so many were. */
export type Budget = { share: number; after: number };

/** One in twenty, once twenty were tried. */
export const usualBudget: Budget = { share: 0.05, after: 20 };

/** Counts what became of reports, and says once why the budget is used up. */
export function openBudget({ share, after }: Budget) {
  const causes = new Map<string, number>();
  let tried = 0;
  let failed = 0;
  return {
    made: (): void => {
      tried++;
    },
    failed: (cause: string): void => {
      tried++;
      failed++;
      causes.set(cause, (causes.get(cause) ?? 0) + 1);
    },
    /** "3 of 24 reports failed, more than 5%: 2 by \"print: …\"; 1 by …"; undefined while there is some left. */
    spent: (): string | undefined => {
      if (tried < after || failed <= share * tried) return undefined;
      const said = [...causes]
        .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .slice(0, most)
        .map(([cause, count]) => `${count} by "${cause}"`);
      const more = causes.size > most ? `; and by ${causes.size - most} other causes` : "";
      return `${failed} of ${tried} reports failed, more than ${share * 100}%: ${said.join("; ")}${more}`;
    },
  };
}

const most = 3; // causes named
