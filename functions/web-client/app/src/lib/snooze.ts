/** What the presets of a snooze are called, in the order of the API. */
export const presetWords = {
  in_an_hour: "In an hour",
  later_today: "Later today",
  tomorrow: "Tomorrow",
  in_a_week: "In a week",
  next_week: "Next week",
} as const;
