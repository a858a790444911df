import type { Located } from "../files/yaml.ts";
import type { Library } from "./library.ts";

/** A name of the library, and what it is of, cut to be read in a list. */
export type LibraryName = { name: string; is: string };

const longest = 100; // characters of what is said of a name

/**
 * Names of a library by what they are of, in the order of the alphabet: "indicator", "action", "block", blocks of one role as
 * "caution-block", and "technique" for the codes of the taxonomy, in its order.
 */
export function libraryNames({
  indicators,
  actions,
  blocks,
  techniques,
}: Pick<Library, "indicators" | "actions" | "blocks"> & Partial<Pick<Library, "techniques">>): (
  of: string,
) => readonly LibraryName[] {
  const said = [...blocks.items].map(
    ([
      name,
      {
        value: { role, title, lead, text },
      },
    ]) => {
      const is = [title, lead, text].filter((each) => each !== undefined).join(" ");
      return { name, role, is };
    },
  );
  return (of) => {
    if (of === "technique") return [...(techniques ?? [])].map(([name, { label }]) => ({ name, is: label }));
    if (of === "indicator") return inOrder(titled(indicators.items));
    if (of === "action") return inOrder(titled(actions.items));
    if (of === "block") return inOrder(said.map(({ name, role, is }) => ({ name, is: `${role}: ${is}` })));
    return inOrder(said.filter(({ role }) => `${role}-block` === of));
  };
}

function titled(items: ReadonlyMap<string, Located<{ title: string }>>): LibraryName[] {
  return [...items].map(([name, { value }]) => ({ name, is: value.title }));
}

function inOrder(names: readonly LibraryName[]): LibraryName[] {
  const short = (is: string) => (is.length > longest ? `${is.slice(0, longest - 1).trimEnd()}…` : is);
  return names.map(({ name, is }) => ({ name, is: short(is) })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
