import { literal } from "../files/table.ts";
import type { Indicator } from "../library/indicator.ts";
import { valueColumns } from "./mapped-rows.ts";
import type { ObservationSource } from "./observation-source.ts";
import { numberChecks, type RowCheck } from "./row-check.ts";

/** What is checked of the published value of a row, and of what comes with it. */
export function valueChecks({ indicators, map }: Pick<ObservationSource, "indicators" | "map">): RowCheck[] {
  const columns = valueColumns(map);
  if (columns.length === 0) return [];
  const has = (key: string) => columns.some((column) => column.key === key);
  const all = [...indicators.values()].filter(({ given }) => given === "value");
  const ours = listOf(all);
  const of = columns.map((column) => ({
    ...column,
    called: column.key === "value" ? "value" : called[column.key as keyof typeof called],
  }));
  const inUnit = of.filter(({ key }) => key === "value" || key === "lower" || key === "upper");
  return [
    ...inUnit.map(
      ({ key, cell, called }): RowCheck => ({
        cause: "value-of-another-unit",
        where: `${ours} and ends_with(trim(coalesce(${cell}, '')), '%') and unit <> 'percent'`,
        message: `'${called} "' || ${cell} || '" is a percentage, and \`unit\` says ' || unit`,
        hint: "say how values stand there: unit: percent",
        of: key,
      }),
    ),
    ...of.flatMap((column) =>
      numberChecks(column, column.called, map).map((check) => ({
        ...check,
        where: `${ours} and ${check.where}`,
      })),
    ),
    ...inUnit.flatMap(({ key, number, cell, called }) => outOfUnit({ of: key, number, cell, called }, all)),
    {
      cause: "negative",
      where: `${ours} and value < 0`,
      message: "'negative value ' || v",
      hint: "charts begin at 0: a value below it cannot be shown",
      of: "value",
    },
    ...(has("lower") ? intervalChecks(ours) : []),
    ...(has("sd")
      ? [
          {
            cause: "negative" as const,
            where: `${ours} and deviation < 0`,
            message: "'negative standard deviation ' || v_sd",
            of: "sd" as const,
          },
        ]
      : []),
    ...(has("n")
      ? [
          {
            cause: "size-of-none" as const,
            where: `${ours} and value is not null and size <= 0`,
            message: "'value ' || v || ' of ' || v_n",
            hint: "a value is of one at least: leave the value empty where there is nobody",
            of: "n" as const,
          },
        ]
      : []),
    ...(has("percentile")
      ? [
          {
            cause: "value-of-another-unit" as const,
            where: `${ours} and (percentile < 0 or percentile > 100)`,
            message: "'percentile ' || v_percentile || ' is not from 0 to 100'",
            of: "percentile" as const,
          },
        ]
      : []),
    ...(map.columns.verdict === undefined ? [] : [unknownVerdict(ours, map)]),
  ];
}

const called = {
  numerator: "numerator",
  denominator: "denominator",
  lower: "lower limit",
  upper: "upper limit",
  sd: "standard deviation",
  n: "n",
  percentile: "percentile",
} as const;

/** "indicator in ('a', 'b')"; of no indicator, what is never true. */
function listOf(indicators: readonly Indicator[]): string {
  return `indicator in (${[...indicators.map(({ indicator }) => indicator), ""].map(literal).join(", ")})`;
}

/** A share above all there is: the data are in another unit than is said. */
function outOfUnit(
  { of, number, cell, called: told }: Pick<RowCheck, "of"> & { number: string; cell: string; called: string },
  all: readonly Indicator[],
): RowCheck[] {
  const shares = `${listOf(all.filter(({ kind }) => kind === "share"))} and ${number} > 1 + 1e-9`;
  const check = (where: string, message: string, hint: string): RowCheck => ({
    cause: "value-of-another-unit",
    where: `${shares} and ${where}`,
    message: `'${told} ' || ${cell} || ${message}`,
    hint,
    ...(of ? { of } : {}),
  });
  return [
    check(
      `unit = 'fraction' and ${number} <= 100`,
      "' is above 1, and `unit` says fraction'",
      "if shares stand there as 0 to 100, say unit: percent",
    ),
    check("true", "' is more than all of a share: `unit` says ' || unit", "say how values stand there with `unit`"),
  ];
}

function intervalChecks(ours: string): RowCheck[] {
  const hair = "1e-9 * greatest(1, abs(value))";
  const check = (where: string, message: string, of: RowCheck["of"]): RowCheck => ({
    cause: "value-outside-interval",
    where: `${ours} and value is not null and ${where}`,
    message,
    ...(of ? { of } : {}),
  });
  return [
    check("lower is null and upper is not null", "'an upper limit ' || v_upper || ' without a lower one'", "upper"),
    check("upper is null and lower is not null", "'a lower limit ' || v_lower || ' without an upper one'", "lower"),
    check("lower > upper", "'the lower limit ' || v_lower || ' is above the upper one, ' || v_upper", "lower"),
    check(`value < lower - ${hair}`, "'value ' || v || ' is below its lower limit ' || v_lower", "value"),
    check(`value > upper + ${hair}`, "'value ' || v || ' is above its upper limit ' || v_upper", "value"),
  ];
}

function unknownVerdict(ours: string, { verdicts }: ObservationSource["map"]): RowCheck {
  const known = Object.keys(verdicts);
  return {
    where: `${ours} and v_verdict not in (${[...known, ""].map(literal).join(", ")})`,
    message: "'unknown verdict \"' || v_verdict || '\"'",
    hint: `say what it means under \`verdicts\`: worse, no-different, better, too-few or none${known.length > 0 ? `; there are ${known.map((word) => `"${word}"`).join(", ")}` : ""}`,
    of: "verdict",
  };
}
