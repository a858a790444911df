import type { Row } from "../files/table.ts";
import type { DataMap } from "./data.ts";
import type { RowFault } from "./directory-problems.ts";
import { bareKey, findNearMisses } from "./near-misses.ts";
import type { Directory, Organisation, Parent } from "./organisation.ts";

/** A row of the directory and what it was read as. */
export type PlacedOrganisation = { row: Row; organisation: Organisation };

/** A place has one code, written in one way, and one name: its organisations would else be peers of a part of it. */
export function checkPlaces(
  placed: readonly PlacedOrganisation[],
  { levels }: Pick<DataMap["organisations"], "levels">,
  faults: RowFault[],
): void {
  for (const [level, columns] of Object.entries(levels)) {
    const of = placed.flatMap(({ row, organisation: { parents } }) =>
      parents[level] ? [{ row, ...parents[level] }] : [],
    );
    for (const alike of Map.groupBy(of, ({ code }) => bareKey(code)).values()) {
      for (const [what, key] of [
        ["code", "code"],
        ["name", "name"],
      ] as const) {
        const written = (each: Parent) => (key === "name" ? bareKey(each.name) : each.code); // names are printed in letters of their own
        const ways = [...Map.groupBy(alike, written)].sort(([, a], [, b]) => b.length - a.length);
        const [usual, rare, first] = [ways[0]?.[1][0]?.[key], ways[1]?.[1][0]?.[key], ways[1]?.[1][0]];
        if (!first) continue;
        const place = what === "code" ? `place "${usual}"` : `place "${first.code}"`;
        const message = `${place} of level "${level}" is also ${what === "code" ? "written" : "called"} "${rare}"`;
        const hint = `write its ${what} alike in all rows`;
        faults.push({
          row: first.row,
          cause: message,
          message: `${message}; most rows say "${usual}"`,
          column: columns[key] ?? columns.code,
          hint,
        });
        break;
      }
    }
  }
}

/** A row of a place among its organisations: a sum under the name of the place, that would be a peer of its parts. */
export function checkPlacesAreNone(
  placed: readonly PlacedOrganisation[],
  { columns }: Pick<DataMap["organisations"], "columns">,
  faults: RowFault[],
): void {
  const places = new Map<string, { level: string; name: string; of: string }>();
  for (const { organisation } of placed)
    for (const [level, { code, name }] of Object.entries(organisation.parents))
      if (code !== organisation.code && !places.has(code)) places.set(code, { level, name, of: organisation.code });
  for (const { row, organisation } of placed) {
    const place = places.get(organisation.code);
    if (!place || bareKey(place.name) !== bareKey(organisation.name)) continue;
    faults.push({
      row,
      cause: "place",
      message: `"${organisation.code}" is the ${place.level} of others, such as ${place.of}, and no organisation beside them`,
      column: columns.code,
      hint: "take the row out: it is the sum of theirs",
    });
  }
}

/** Who goes on for one that closed is in the directory, is another, and leads round to nobody. */
export function checkSuccessors(
  placed: readonly PlacedOrganisation[],
  directory: Directory,
  { columns }: Pick<DataMap["organisations"], "columns">,
  faults: RowFault[],
): void {
  const told = new Set<string>(); // a ring once
  for (const { row, organisation } of placed) {
    const { code, successor, closed } = organisation;
    if (successor === undefined) continue;
    const column = columns.successor;
    const say = (message: string, hint: string) => faults.push({ row, cause: hint, message, column, hint });
    if (successor === code) say(`${code} is its own successor`, "leave the cell empty, or name who goes on");
    else if (!directory.has(successor)) {
      const [near] = findNearMisses([successor], directory.keys());
      if (near) say(`successor "${successor}" of ${code} differs from ${near.meant} only ${near.how}`, near.mend);
    } else if (!told.has(code)) {
      const chain = chainFrom(code, directory);
      const isRing = directory.get(chain.at(-1)!)?.successor === code;
      if (isRing) {
        for (const each of chain) told.add(each);
        say(`successors go round: ${[...chain, code].join(" → ")}`, "name who goes on, or nobody");
      } else if (closed === undefined) {
        const message = `${code} has a successor, ${successor}, and no day of closing`;
        const hint = "it is taken as open: give the day on which it closed";
        faults.push({ row, cause: hint, message, column, hint, isDoubt: true });
      }
    }
  }
}

/** An organisation, its successor and so on, until there is none or one comes again. */
function chainFrom(code: string, directory: Directory): string[] {
  const chain = [code];
  for (;;) {
    const next = directory.get(chain.at(-1)!)?.successor;
    if (next === undefined || chain.includes(next)) return chain;
    chain.push(next);
  }
}
