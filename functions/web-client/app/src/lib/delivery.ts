type State = "queued" | "sending" | "unknown" | "failed" | "sent" | "delivered" | "bounced" | "complained";

export interface StateWords {
  label: string;
  explanation: string;
  tone: "quiet" | "warn" | "danger";
}

/** What each state of a delivery is called on the page. */
export const deliveryWords: Record<State, StateWords> = {
  queued: { label: "Waiting to be sent", explanation: "It leaves in a moment.", tone: "quiet" },
  sending: { label: "Sending", explanation: "The mail provider is taking it.", tone: "quiet" },
  sent: { label: "Sent", explanation: "The mail provider has it.", tone: "quiet" },
  delivered: { label: "Delivered", explanation: "The recipient's server took it.", tone: "quiet" },
  unknown: { label: "Perhaps sent", explanation: "The mail provider did not confirm. It isn't sent again by itself, so that nobody gets it twice.", tone: "warn" },
  failed: { label: "Not sent", explanation: "It will not leave.", tone: "danger" },
  bounced: { label: "Bounced", explanation: "The recipient's server refused it.", tone: "danger" },
  complained: { label: "Reported as spam", explanation: "The recipient complained about it.", tone: "danger" },
};
