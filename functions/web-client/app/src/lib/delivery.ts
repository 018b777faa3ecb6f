import type { Delivery, Message } from "../api/types";

type State = Delivery["state"];
type Channel = Message["channel"];

export interface StateWords {
  label: string;
  explanation: string;
  tone: "quiet" | "warn" | "danger";
}

type Words = Record<State, StateWords>;

const mail: Words = {
  scheduled: { label: "Scheduled", explanation: "It leaves when it is due.", tone: "quiet" },
  queued: { label: "Waiting to be sent", explanation: "It leaves in a moment.", tone: "quiet" },
  sending: { label: "Sending", explanation: "The mail provider is taking it.", tone: "quiet" },
  sent: { label: "Sent", explanation: "The mail provider has it.", tone: "quiet" },
  delivered: { label: "Delivered", explanation: "The recipient's server took it.", tone: "quiet" },
  unknown: { label: "Perhaps sent", explanation: "The mail provider did not confirm. It isn't sent again by itself, so that nobody gets it twice.", tone: "warn" },
  cancelled: { label: "Not sent", explanation: "It was taken back before it left.", tone: "quiet" },
  failed: { label: "Not sent", explanation: "It will not leave.", tone: "danger" },
  bounced: { label: "Bounced", explanation: "The recipient's server refused it.", tone: "danger" },
  complained: { label: "Reported as spam", explanation: "The recipient complained about it.", tone: "danger" },
};

const text: Words = {
  ...mail,
  scheduled: { ...mail.scheduled, explanation: "It leaves when it is due, if they may still be texted then." },
  sending: { ...mail.sending, explanation: "The carrier is taking it." },
  sent: { ...mail.sent, explanation: "The carrier has it." },
  delivered: { ...mail.delivered, explanation: "It is on their phone." },
  unknown: { ...mail.unknown, explanation: "The carrier did not confirm. It isn't sent again by itself, so that nobody gets it twice." },
  bounced: { ...mail.bounced, label: "Not delivered", explanation: "It did not reach their phone." },
};

/** What each state of a delivery is called on the page. */
export const deliveryWords: Record<Channel, Words> = { email: mail, sms: text };
