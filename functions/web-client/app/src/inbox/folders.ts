import type { Folder } from "../api/conversations";

export const folders: Record<Folder, { title: string; empty: string; hint: string }> = {
  open: { title: "To do", empty: "All clear", hint: "New mail shows up here by itself." },
  done: { title: "Done", empty: "Nothing done yet", hint: "Press e in a conversation to put it here." },
  trash: { title: "Trash", empty: "The trash is empty", hint: "Spam lands here too." },
  hidden: { title: "Kept out", empty: "Nothing was kept out", hint: "Automatic mail and blocked contacts would be here." },
};

export function isFolder(name: string | undefined): name is Folder {
  return name !== undefined && name in folders;
}
