import type { Folder } from "../api/conversations";
import { searchOf, type View } from "../lib/view";

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

const narrowed: Record<string, Words> = {
  "?unread=true": { empty: "Nothing unread", hint: "You have seen it all." },
  "?channel=sms": { empty: "No texts here", hint: "What is texted to your number shows up here by itself." },
  "?assignee=me": { empty: "Nothing of yours", hint: "Press i in a conversation to take it." },
  "?assignee=none": { empty: "Nothing unassigned", hint: "Somebody sees to each of them." },
};

/** What a list says where it is empty. */
export function wordsFor(folder: Folder, view: View): Words {
  const search = searchOf(view);
  if (!search) return folders[folder];
  return narrowed[search] ?? { empty: "Nothing like that here", hint: "Take a filter away to see more." };
}

export function isFolder(name: string | undefined): name is Folder {
  return name !== undefined && name in folders;
}
