/** Times what is usual, from which a number is no longer taken for what it says: a digit, a unit or a decimal sign is wrong. */
export const twentyfold = 20;

/** Counts below it move by chance, so that a multiple of them says nothing. */
export const worthLooking = 10;
