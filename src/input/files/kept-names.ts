/**
 * Names that every object of the language answers to, whether or not anything is called so: `__proto__`, `constructor`,
 * `toString`. An id, a key or a column of such a name would be lost, or be found where nothing is.
 */
export function isKeptName(name: string): boolean {
  return name === "prototype" || name in Object.prototype;
}

/** What is told of such a name, wherever it stands. */
export const keptName = {
  code: "kept-name",
  message: (name: string, what: string) => `${what} called "${name}"`,
  hint: "the program keeps this name for itself: choose another",
};
