import { createContext } from "react";

/** Whom a thread is with, for what its entries say of them. */
export interface Them {
  /** The conversation that is open; a message may have come to it with another. */
  conversation: string;
  name: string;
  /** The zones in which they may be, of a conversation by text. */
  zones: string[];
  /** Ids of scheduled messages before which they wrote again. */
  overtaken: string[];
}

export const ThemContext = createContext<Them>({ conversation: "", name: "", zones: [], overtaken: [] });
