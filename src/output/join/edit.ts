import { named } from "../finish/objects.ts";
import type { PdfFile } from "../pdf/file.ts";
import { isDict, isName, isString, type PdfDict, type PdfValue } from "../pdf/syntax.ts";

/** What tells a part from the others: begins its ids; the first entry that is its own in the index of parents. */
type NamesApart = { prefix: string; firstEntry: number };

/**
 * How each dictionary of a part changes so that it can stand beside those of others: ids begin with the part's prefix, entries in
 * the index of parents are counted on, names of places become the places, and a document of its own becomes a part.
 */
export function editOf(file: PdfFile, { prefix, firstEntry }: NamesApart): (dict: PdfDict) => PdfDict {
  const places = file.get(file.root.get("Dests"));
  return (dict) => {
    const changes: [string, PdfValue][] = [];
    for (const key of ["StructParent", "StructParents"]) {
      const entry = dict.get(key);
      if (typeof entry === "number") changes.push([key, entry + firstEntry]);
    }
    if (typeOf(dict) === "StructElem") {
      const [id, type] = [dict.get("ID"), dict.get("S")];
      if (isString(id ?? null)) changes.push(["ID", withPrefix(id!)]);
      if (isName(type ?? null) && (type as { name: string }).name === "Document") changes.push(["S", named("Part")]);
    }
    const headers = dict.has("O") ? file.get(dict.get("Headers")) : null;
    if (Array.isArray(headers)) changes.push(["Headers", headers.map(withPrefix)]);
    for (const key of ["Dest", "D"]) {
      const place = placeOf(dict.get(key));
      if (place) changes.push([key, place]);
    }
    return changes.length > 0 ? new Map([...dict, ...changes]) : dict;
  };

  function withPrefix(value: PdfValue): PdfValue {
    const id = file.get(value);
    return isString(id) ? { bytes: prefix + id.bytes } : value;
  }

  /** Of a name, the place itself; nothing of what is none. */
  function placeOf(value: PdfValue | undefined): PdfValue | undefined {
    const name = value === undefined ? null : file.get(value);
    const key = isName(name) ? name.name : isString(name) ? name.bytes : undefined;
    if (key === undefined || !isDict(places)) return undefined;
    const place = file.get(places.get(key));
    return isDict(place) ? place.get("D") : (place ?? undefined);
  }

  function typeOf(dict: PdfDict): string | undefined {
    const type = file.get(dict.get("Type"));
    return isName(type) ? type.name : undefined;
  }
}
