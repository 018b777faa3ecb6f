interface Present {
  member: string;
  typing: boolean;
}

/** Who else is here as a sentence, those who type first; empty for nobody. */
export function companyWords(others: Present[], memberName: (id: string) => string): string {
  const typing = others.filter((p) => p.typing).map((p) => memberName(p.member));
  const reading = others.filter((p) => !p.typing).map((p) => memberName(p.member));
  return [
    typing.length && `${listed(typing)} ${typing.length === 1 ? "is" : "are"} writing an answer`,
    reading.length && `${listed(reading)} ${reading.length === 1 ? "has" : "have"} this open`,
  ].filter(Boolean).join("; ");
}

function listed(names: string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
