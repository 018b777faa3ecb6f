/** What is said of a number, by whether it may be texted. */
export const consentWords = {
  consented: { words: "Consented", flag: "flag good" },
  opted_out: { words: "Opted out", flag: "flag danger" },
  "": { words: "No consent", flag: "flag" },
};
