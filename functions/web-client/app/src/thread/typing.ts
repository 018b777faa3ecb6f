import { createContext } from "react";

/** To be called whenever something is typed into an answer: the others are told. */
export const TypingContext = createContext<() => void>(() => {});
