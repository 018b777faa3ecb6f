import type { Folder } from "../api/conversations";

interface Words {
  empty: string;
  hint: string;
}

export const folders: Record<Folder, Words & { title: string }> = {
  open: { title: "To do", empty: "All clear", hint: "What comes in shows up here by itself." },
  snoozed: { title: "Snoozed", empty: "Nothing is snoozed", hint: "Press s in a conversation to have it back at a better time." },
  done: { title: "Done", empty: "Nothing done yet", hint: "Press e in a conversation to put it here." },
  trash: { title: "Trash", empty: "The trash is empty", hint: "Spam lands here too." },
  hidden: { title: "Kept out", empty: "Nothing was kept out", hint: "Automatic mail and blocked contacts would be here." },
};

/** What narrowed lists say where they are empty. */
export const unread: Words = { empty: "Nothing unread", hint: "You have seen it all." };
export const texts: Words = { empty: "No texts here", hint: "What is texted to your number shows up here by itself." };

export function isFolder(name: string | undefined): name is Folder {
  return name !== undefined && name in folders;
}
