/** What a name with * (any letters) or ? (one letter) stands for; undefined where it has neither. A folder is never crossed. */
export function toPattern(name: string): RegExp | undefined {
  if (!/[*?]/.test(name)) return undefined;
  const escaped = name.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", "[^/\\\\]*").replaceAll("?", "[^/\\\\]")}$`);
}
