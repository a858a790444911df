/** A node of the directory. Names are as in the data; `sane-case.ts` makes them printable. */
export type Organisation = {
  code: string; // "Z10001"
  type: string; // "practice"
  name: string;
  address: readonly string[]; // lines without name and postcode
  postcode?: string;
  opened?: string; // ISO day
  closed?: string; // ISO day: the last day it was open
  successor?: string;
  patients?: number; // registered, from the directory; the observations know better
  email?: string;
  parents: Readonly<Record<string, Parent>>; // by level: pcn, sub-icb, icb
  covariates?: Covariates; // absent where data.yaml names none
};

/** What else is known of an organisation, by the name of data.yaml; null where it is not known. Never in a report. */
export type Covariates = Readonly<Record<string, number | string | null>>;

export type Parent = { code: string; name: string };

/** Every organisation by its code. */
export type Directory = ReadonlyMap<string, Organisation>;
