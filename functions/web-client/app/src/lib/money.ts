/** An amount as the reader writes it: "129.90" of "EUR". Where the currency is none that is known, both as they are. */
export function money(amount: string, currency: string): string {
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(amount as `${number}`); // as a string nothing is rounded on the way
  } catch {
    return `${amount} ${currency}`.trim();
  }
}
