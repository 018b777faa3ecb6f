import type { Field } from "../lib/refusals";

/** What the API's settings of an audience are called here. */
export const fields: Record<string, Field> = {
  name: { label: "Name", about: /needs a name/ },
  undo_seconds: { label: "What is sent can be undone for" },
  from_name: { label: "Sender’s name" },
  from_address: { label: "Sender’s address" },
  default_subject: { label: "Usual subject" },
  forwarding_address: { label: "Forwarding address", about: /forwarding address/ },
  unmatched: { label: "What a known contact writes without answering anything becomes" },
  form_senders: { label: "Addresses of form services" },
  sms: { label: "A text shall be answered within", about: /first_response_minutes/ },
  email: { label: "An email shall be answered within" },
  hours: { label: "The team’s hours", about: /Business hours|time zone/ },
  numbers: { label: "Numbers", about: /is no number|\baudience\b.*\bnumbers?\b/ },
  brand: { label: "Brand" },
  frequency: { label: "How often you text" },
  provider_answers: { label: "Who answers STOP and HELP" },
  opt_in_text: { label: "Answer to START" },
  opt_out_text: { label: "Answer to STOP" },
  help_text: { label: "Answer to HELP" },
  subscribe_keywords: { label: "Words that subscribe", about: /keyword|a meaning of its own|is there twice/ },
  "autoresponder.mode": { label: "Whom it answers" },
  "autoresponder.text": { label: "Its text", about: /autoresponder needs a text/ },
  "autoresponder.hours": { label: "Hours between two answers", about: /autoresponder's hours/ },
  answer_minutes: { label: "How long an answer may leave at any hour" },
  link_base: { label: "Host of short links" },
};
