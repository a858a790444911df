import type { Indicator } from "../input/library/indicator.ts";

/** An indicator as a report tells it; `turned` where that is the other way round from its definition. */
export type ToldIndicator = Indicator & { readonly turned?: true };
