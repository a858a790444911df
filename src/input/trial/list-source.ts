import { type Form, formOf } from "../files/form.ts";
import type { ShapePlaces } from "../files/shape.ts";
import type { NamedFile } from "../files/table.ts";
import type { Located } from "../files/yaml.ts";
import type { ListMap } from "./list-map.ts";
import type { TrialFile } from "./trial.ts";

/** Where the trials unit's list stands: in a file with our own columns, or in files whose columns are mapped, one a randomisation. */
export type ListSource = { plain: NamedFile } | { mapped: readonly MappedFile[] };

/** A file of a list, with how it is read and where that is said. */
export type MappedFile = {
  map: ListMap;
  named: NamedFile;
  places: ShapePlaces;
  joined?: { map: NonNullable<ListMap["join"]>; named: NamedFile; places: ShapePlaces };
};

/** What a trial's file says of its list; `below` leads from its folder. */
export function listSourceOf(
  { value: { allocation }, placeOf, placeOfKey }: Pick<Located<TrialFile>, "value" | "placeOf" | "placeOfKey">,
  below: (name: string) => string,
): ListSource {
  if (typeof allocation === "string") return { plain: { file: below(allocation), place: placeOf(["allocation"]) } };
  const several = Array.isArray(allocation);
  const placesAt = (path: readonly (string | number)[]): ShapePlaces => ({
    placeOf: (more) => placeOf([...path, ...more]),
    placeOfKey: (more) => placeOfKey([...path, ...more]),
  });
  const named = (map: { file: string } & Form, { placeOf }: ShapePlaces): NamedFile => ({
    file: below(map.file),
    place: placeOf(["file"]),
    form: formOf(map),
  });
  return {
    mapped: [allocation].flat().map((map, i) => {
      const path = several ? ["allocation", i] : ["allocation"];
      const [places, ofJoin] = [placesAt(path), placesAt([...path, "join"])];
      return {
        map,
        named: named(map, places),
        places,
        ...(map.join ? { joined: { map: map.join, named: named(map.join, ofJoin), places: ofJoin } } : {}),
      };
    }),
  };
}

/** Every file of a list, each once. */
export function listFiles(source: ListSource): NamedFile[] {
  const all =
    "plain" in source
      ? [source.plain]
      : source.mapped.flatMap(({ named, joined }) => [named, ...(joined ? [joined.named] : [])]);
  return [...new Map(all.map((named) => [named.file, named])).values()];
}
