import type { PartWhere } from "../part.ts";
import type { FoundColumn } from "./column.ts";

const total = /^(all|total|persons|both( sexes)?|everyone|alle|gesamt|samtliga|i alt|totalt)$/i;
const most = 60; // texts of a column that parts a total

/** Where a column has a text for all beside those of the parts, the rows of all: parts beside a total would count twice. */
export function totalsAmong(columns: readonly FoundColumn[], taken: readonly string[] = []): PartWhere {
  return Object.fromEntries(
    columns.flatMap(({ column, texts, distinct }) => {
      if (taken.includes(column) || distinct < 2 || distinct > most) return [];
      const all = texts.filter((text) => total.test(text));
      return all.length === 1 ? [[column, { is: all, why: "a part of the total" }] as const] : [];
    }),
  );
}
