/** An answer not yet sent: what was typed, and the key it is sent under. */
export interface Draft {
  text: string;
  /**
   * The Idempotency-Key of its sending. It stays with the draft until the draft
   * is sent or dropped, so that sending again after a lost answer sends once.
   */
  key: string;
}

const prefix = "confab.draft.";

/**
 * Drafts keeps one draft per place (a conversation's id, say) across reloads.
 * Only the text and the key are kept: files have to be attached again.
 */
export class Drafts {
  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
    private readonly newKey: () => string = () => crypto.randomUUID(),
  ) {}

  /** The draft of a place; an empty one with a fresh key where there is none. */
  load(place: string): Draft {
    const kept = this.storage.getItem(prefix + place);
    if (kept) {
      try {
        const d = JSON.parse(kept) as Partial<Draft>;
        if (typeof d.text === "string" && typeof d.key === "string") return { text: d.text, key: d.key };
      } catch {
        // Somebody else's scribble: as good as none.
      }
    }
    return { text: "", key: this.newKey() };
  }

  save(place: string, draft: Draft): void {
    try {
      this.storage.setItem(prefix + place, JSON.stringify(draft));
    } catch {
      // A full or forbidden storage loses drafts on reload and nothing else.
    }
  }

  drop(place: string): void {
    this.storage.removeItem(prefix + place);
  }
}

