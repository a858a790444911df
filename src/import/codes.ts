/** What organisations are, by the form of most of their codes in the NHS; undefined where that says nothing. */
export function typeByCodes(codes: readonly string[]): string | undefined {
  const most = (pattern: RegExp) =>
    codes.length > 0 && codes.filter((code) => pattern.test(code)).length > codes.length * 0.8;
  if (most(/^U\d{5}$/)) return "pcn";
  if (most(/^[A-TV-Y]\d{5}$/)) return "practice";
  if (most(/^Q[A-Z0-9]{2}$/)) return "icb";
  return most(/^(\d{2}[A-Z]|(?=.*[A-Z])[A-Z0-9]{5})$/) ? "sub-icb" : undefined;
}
