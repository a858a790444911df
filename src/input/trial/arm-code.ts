import { z } from "zod";

/** A code that says nothing of what it stands for. */
export const armCode = z
  .string()
  .regex(
    /^(?=.*\d)[A-Z][A-Z0-9]{1,7}$/,
    "must be a code that gives nothing away: capital letters and at least one digit, e.g. K7",
  );
