import type { PublishedVerdict } from "../../input/data/verdicts.ts";
import { literal, name } from "../../input/files/table.ts";
import { guess, mind, type OrganisationsPart, type PartNote, type PublishedTheirs, type SourceGroup } from "../part.ts";
import type { PublicShape } from "../shape.ts";
import { askAll, cell, countWhere, hasColumns, type ImportSource, isText, textsOfAll } from "../source.ts";

/** Files of Care Compare, of the Centers for Medicare & Medicaid Services: hospitals, with a score and an interval. */
export const cms: PublicShape = {
  is: "CMS Care Compare, scores of facilities",
  isOf: (source) => hasColumns(source, "Facility ID", "Measure ID", "Score"),
  async propose(from) {
    const has = (column: string) => from.sources.every(({ columns }) => columns.includes(column));
    const notes: PartNote[] = [
      mind("scores are published values: they have no numerator, so reports compare them by their intervals"),
      mind("CMS renames columns without notice: a column that is missing is told of when the data are read"),
    ];
    const size = ["Denominator", "Sample"].find(has);
    const isWithInterval = has("Lower Estimate") && has("Higher Estimate");
    const verdict = has("Compared to National") ? "Compared to National" : undefined;
    const theirs = await measuresOf(from, notes);
    const columns = {
      code: "Facility ID",
      indicator: "Measure ID",
      period: "End Date",
      value: "Score",
      ...(isWithInterval ? { lower: "Lower Estimate", upper: "Higher Estimate" } : {}),
      ...(size ? { n: size } : {}),
      ...(verdict ? { verdict } : {}),
    };
    const verdicts = verdict ? await verdictsOf(from, verdict) : undefined;
    const withheld = await countWhere(from.sources, isText("Score", ...notKnown));
    if (withheld > 0) notes.push(mind(`scores that are "Not Available" are not known: ${withheld}`));
    const lostZeros = await countWhere(from.sources, `regexp_full_match(${cell("Facility ID")}, '[0-9]{1,5}')`);
    if (lostZeros > 0)
      notes.push(
        guess(`${lostZeros} rows have a Facility ID of fewer than six digits: the zeros before it are put back`),
      );
    const code =
      lostZeros > 0 ? `lpad("Facility ID", greatest(6, length("Facility ID"))::integer, '0')` : `"Facility ID"`;
    return {
      observations: {
        from,
        columns: { ...(Object.fromEntries(Object.keys(columns).map((key) => [key, key])) as typeof columns) },
        sql: queryOf(columns, code),
        unknown: notKnown,
        ...(verdicts ? { verdicts } : {}),
        theirs,
        source: "Care Compare, Centers for Medicare & Medicaid Services",
        code: "Facility ID",
      },
      ...(await directoryIn(from, { padded: lostZeros > 0 })),
      notes,
    };
  },
};

const notKnown = ["Not Available", "Not Applicable"];

/** Days are written as in America; figures are of the period that ends on them. */
function queryOf(columns: Readonly<Record<string, string>>, code: string): string {
  const given = Object.entries(columns).map(([key, column]) => {
    if (key === "code") return `${code} as code`;
    if (key === "period") return `strftime(strptime(${name(column)}, '%m/%d/%Y'), '%Y-%m-%d') as period`;
    return `${name(column)} as ${name(key)}`;
  });
  return `-- Days are written as in America: month, day, year.\nselect ${given.join(", ")}\nfrom rows\n`;
}

/** The units of the families of measures that CMS publishes; of others nothing is known. */
const families: readonly { of: RegExp; kind: PublishedTheirs["kind"]; unit: NonNullable<PublishedTheirs["unit"]> }[] = [
  { of: /^(MORT|READM|COMP|Hybrid)_/i, kind: "share", unit: "percent" },
  { of: /^PSI_90/i, kind: "ratio", unit: "number" },
  { of: /^PSI_\d/i, kind: "rate", unit: "per-1000" },
  { of: /^HAI_\d+[A-Z]?_SIR$/i, kind: "ratio", unit: "number" },
];

async function measuresOf(from: SourceGroup, notes: PartNote[]): Promise<PublishedTheirs[]> {
  const found = await askAll(
    from.sources,
    `select ${cell("Measure ID")} as measure, any_value(${cell("Measure Name")}) as called,
       min(datediff('month', try_strptime(${cell("Start Date")}, '%m/%d/%Y'), try_strptime(${cell("End Date")}, '%m/%d/%Y')))::varchar as months
     from source where ${cell("Measure ID")} <> '' group by 1 order by 1`,
  );
  const long: string[] = [];
  const unsaid: string[] = [];
  const theirs = found.map(({ measure, called, months }): PublishedTheirs => {
    const id = measure ?? "";
    const family = families.find(({ of }) => of.test(id));
    const isYear = Number(months) + 1 === 12;
    if (!isYear) long.push(`${id} (${Number(months) + 1} months)`);
    if (!family) unsaid.push(id);
    return {
      theirs: id,
      ...(called ? { called } : {}),
      given: "value",
      kind: family?.kind ?? "rate",
      period: isYear ? "12-months-to" : "snapshot",
      ...(family ? { unit: family.unit } : {}),
    };
  });
  const some = (ids: readonly string[]) => `${ids.slice(0, 5).join(", ")}${ids.length > 5 ? ", …" : ""}`;
  const units = [...new Set(theirs.map(({ unit }) => unit))].flatMap((unit) => unit ?? []);
  for (const unit of units)
    notes.push(
      guess(
        `${some(theirs.filter((each) => each.unit === unit).map((each) => each.theirs))}: ${unit}, as CMS publishes measures of this name`,
      ),
    );
  if (unsaid.length > 0)
    notes.push(guess(`the file does not say the unit of ${some(unsaid)}: write it into data.yaml, or give --unit`));
  if (long.length > 0)
    notes.push(
      guess(
        `scores of ${some(long)} are not of one year: they are taken as of the last day (period: snapshot). Say in \`unit\` and \`describes\` which years they cover`,
      ),
    );
  return theirs;
}

/** What CMS says of a score, in its words; they are the same for all measures but for what is compared. */
async function verdictsOf(from: SourceGroup, column: string): Promise<Record<string, PublishedVerdict>> {
  const words = [...(await textsOfAll(from.sources, column)).keys()].filter(
    (text) => text !== "" && !notKnown.includes(text),
  );
  return Object.fromEntries(words.sort().map((text) => [text, verdictOf(text)]));
}

function verdictOf(text: string): PublishedVerdict {
  if (/^no different/i.test(text)) return "no-different";
  if (/^better|^fewer|less (?:days )?than/i.test(text)) return "better";
  if (/^worse|^more/i.test(text)) return "worse";
  return /too (?:small|few)/i.test(text) ? "too-few" : "none";
}

/** The facilities that have a row of the measure that most of them have; of several files, in the newest. */
async function directoryIn(
  from: SourceGroup,
  { padded }: { padded: boolean },
): Promise<{ organisations: OrganisationsPart } | Record<string, never>> {
  const source = await newestOf(from);
  const wanted = ["Facility Name", "Address", "City/Town", "ZIP Code", "State"];
  if (!source || !wanted.every((column) => source.columns.includes(column))) return {};
  const [fullest] = await askAll(
    [source],
    `select ${cell("Measure ID")} as measure from source group by 1 having count(*) = count(distinct ${cell("Facility ID")}) order by count(*) desc, 1 limit 1`,
  );
  if (!fullest?.measure) return {};
  const others = await countWhere([source], `${cell("Measure ID")} <> ${literal(fullest.measure)}`);
  return {
    organisations: {
      from: { sources: [source], form: from.form },
      type: "hospital",
      columns: {
        code: "Facility ID",
        name: "Facility Name",
        address: ["Address", "City/Town", "State"],
        postcode: "ZIP Code",
      },
      levels: { state: { code: "State" } },
      ...(padded ? { pad: { "Facility ID": 6 } } : {}),
      ...(others > 0 ? { where: { "Measure ID": { is: [fullest.measure], why: "another measure" } } } : {}),
      notes: [
        guess(
          `${from.sources.length > 1 ? `${source.file}, the newest file of scores,` : "the file of scores"} also names the facilities: those with a row of ${fullest.measure}. Set \`recipients: { type: hospital, … }\` and \`peers: { of: state, … }\` in the campaign`,
        ),
      ],
    },
  };
}

/** The file whose scores end last; of those that end on one day, the one with most facilities. */
async function newestOf({ sources }: SourceGroup): Promise<ImportSource | undefined> {
  const dated = await Promise.all(
    sources.map(async (source) => {
      const [told] = await askAll(
        [source],
        `select coalesce(strftime(max(try_strptime(${cell("End Date")}, '%m/%d/%Y')), '%Y-%m-%d'), '') as last,
           count(distinct ${cell("Facility ID")})::varchar as facilities from source`,
      );
      return { source, last: told?.last ?? "", facilities: Number(told?.facilities ?? 0) };
    }),
  );
  return dated.sort((a, b) => b.last.localeCompare(a.last) || b.facilities - a.facilities)[0]?.source;
}
