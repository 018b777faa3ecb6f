import { createContext, useContext } from "react";
import type { Audience, Me } from "../api/types";
import type { Watched } from "../bulk/useDeed";

/** A conversation about to begin: with whom, as they are typed, or empty. */
export interface Writing {
  to: string;
  channel: "email" | "sms";
}

/** Where on the page somebody is, and what they may do there. */
export interface Place {
  me: Me;
  audience: Audience;
  mayAnswer: boolean;
  /** The server cannot be reached: what is shown may be old. */
  outdated: boolean;
  /** Opens the side menu where it isn't in view. */
  openMenu(): void;
  /** Begins a new conversation, with somebody if they are given. */
  write(writing?: Writing): void;
  /** Goes to search, and back from there to here. */
  search(): void;
  /** Shows how far a job is, until it was seen to end. */
  watch(watched: Watched): void;
}

export const PlaceContext = createContext<Place | null>(null);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error("usePlace is used outside of an audience");
  return place;
}
