import { z } from "zod";

/** What a delivery is held to, check by check, and the share of organisations (or the factor) that is let through. */
export const deliveryChecks = [
  "without-data",
  "months-missing",
  "low-months",
  "repeated-months",
  "zeros-left-out",
  "small-counts-gone",
  "fractional-counts",
  "printed-as-none",
  "same-denominators",
  "ahead-of-others",
  "not-in-directory",
  "not-open",
  "without-place",
  "places-moved",
  "shared-emails",
  "emails-of-others",
  "shared-addresses",
  "without-address",
  "details-moved",
  "left-out",
  "lists-unlike",
  "list-steps",
  "odd-lists",
  "odd-values",
  "implausible-months",
  "fallen-volumes",
  "far-values",
  "unlike-peers",
  "out-of-range",
  "steps",
  "all-at-once",
  "units",
  "counted-again",
  "figures-exchanged",
  "months-moved",
  "figures-moved",
  "since-last-run",
] as const;

export type DeliveryCheck = (typeof deliveryChecks)[number];

const share = (usual: number, is: string) => z.number().min(0).max(1).default(usual).describe(is);

/** The thresholds of a campaign: what a delivery may lack before a person must look at it. */
export const acceptSchema = z
  .strictObject({
    "without-data": share(
      0.05,
      "Largest share of the organisations open in the window that may have no data of an indicator.",
    ),
    "months-missing": share(
      0.1,
      "Largest share of the organisations open in a month that may lack that month of an indicator.",
    ),
    "low-months": share(
      0.2,
      "Largest share of organisations whose count of one month may be three fifths or less of that of every other month of a year.",
    ),
    "repeated-months": share(
      0.5,
      "Largest share of organisations that may have the numbers of the month before in a month.",
    ),
    "zeros-left-out": share(
      0.05,
      "Largest share of organisations that may lack months between others where nobody has a 0 and small counts are common.",
    ),
    "small-counts-gone": share(
      0.05,
      "Largest share of organisations that may have small counts where nobody has smaller ones, though they would be common: these were withheld, rounded or written as 0. Fewer are told of.",
    ),
    "fractional-counts": share(
      0.1,
      "Largest share of an indicator's rows whose count of patients or items may be no whole number.",
    ),
    "printed-as-none": share(
      0.05,
      "Largest share of organisations that may count ten or more and have a value that prints as 0. Fewer are told of.",
    ),
    "same-denominators": share(0.5, "Largest share of an indicator's rows that may have one and the same denominator."),
    "ahead-of-others": share(
      0.1,
      "Largest share of organisations whose data may go on to a later month than those of most. Fewer are told of.",
    ),
    "not-in-directory": share(
      0.25,
      "Largest share of the organisations in the data that the directory may not have; 1 where the data are of a wider area.",
    ),
    "without-place": share(
      0.1,
      "Largest share of organisations that may have no place of the level that peers share, where others have one. Fewer are told of.",
    ),
    "places-moved": share(
      0.1,
      "Largest share of organisations that may be in another place than in the run before, of the level that peers share. Fewer are told of.",
    ),
    "shared-emails": share(
      0.1,
      "Largest share of organisations with an email address that may share it with another. Fewer are told of.",
    ),
    "emails-of-others": share(
      0.01,
      "Largest share of email addresses that may have the code or the name of another organisation. Fewer are told of.",
    ),
    "shared-addresses": share(
      0.05,
      "Largest share of organisations that may stand at one address with five others or more. Fewer are told of.",
    ),
    "without-address": share(
      0.1,
      "Largest share of organisations that may have no address, or no postcode where others have one, though their report goes by post. Fewer are told of.",
    ),
    "details-moved": share(
      0.01,
      "Largest share of organisations whose name, or whose address, may be what another had in the run before. Fewer are told of.",
    ),
    "not-open": share(
      0.05,
      "Largest share of organisations that may have data and be closed, or not yet open, by the directory. Fewer are told of.",
    ),
    "lists-unlike": share(
      0.05,
      "Largest share of organisations whose list of patients may be half as large again as in the directory, or as much smaller. Fewer are told of.",
    ),
    "left-out": share(0.1, "Largest share of the open organisations that may get no report, whatever the reason."),
    "list-steps": share(
      0.02,
      "Largest share of organisations whose list of patients may change by two fifths or more in the last month.",
    ),
    "odd-lists": share(
      0,
      "Largest share of organisations whose list of patients may be five times as large or as small in a month as it usually is.",
    ),
    "odd-values": share(
      0.01,
      "Largest share of organisations that may have a month twenty times as large as their usual one. Fewer are told of.",
    ),
    "implausible-months": share(
      0.05,
      "Largest share of organisations that may have months of none, or far below, where their own series puts that out of the question. Fewer are told of.",
    ),
    "fallen-volumes": share(
      0.02,
      "Largest share of organisations whose counts of the last three months may be a fifth or less of what the year before makes of them. Fewer are told of.",
    ),
    "far-values": share(
      0.02,
      "Largest share of organisations whose value may be twenty times the middle one of all. Fewer are told of.",
    ),
    "unlike-peers": share(
      0.02,
      "Largest share of organisations whose value may be five times the typical one and beyond all spread, or whose denominator may be so beside their list. Fewer are told of.",
    ),
    "out-of-range": share(
      0.05,
      "Largest share of organisations whose value may lie outside the range that the indicator calls plausible.",
    ),
    steps: share(
      0.25,
      "Largest share of organisations whose numbers may step the same way in the same month, beyond season and chance.",
    ),
    "all-at-once": share(
      0.3,
      "Largest part by which the numbers of all together may leave, in one month, what season and the months before make of it, where they never left it so far. Less is told of.",
    ),
    "counted-again": share(
      0.75,
      "How alike the numbers of patients of a share may be from month to month, where months are added: 0 as those of different people, 1 the same every month.",
    ),
    "figures-exchanged": share(
      0,
      "Largest share of organisations whose denominators may go on, from a month to the next, where those of another left off, and the other's where theirs did.",
    ),
    "months-moved": share(
      0.02,
      "Largest share of organisations whose months may be those of the run before, one month earlier or later.",
    ),
    "figures-moved": share(
      0.01,
      "Largest share of organisations whose months of an indicator may be those that another had in the run before. Fewer are told of.",
    ),
    "since-last-run": z
      .number()
      .positive()
      .default(0.25)
      .describe(
        "Largest part by which organisations, patients, sums and values may differ from those of the run before, and shares of reports that say the same.",
      ),
    units: z
      .number()
      .min(1.2)
      .default(3)
      .describe("Largest factor by which the numbers of an indicator may change from a month to the next for most."),
  })
  .prefault({})
  .describe(
    "What a delivery of data may lack before nothing is made until somebody has looked: shares of organisations, 0.05 is 5%. Signed off under `accepted` in data.yaml.",
  );
