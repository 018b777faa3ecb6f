import { useMeasure } from "../api/texting";
import { lengthWords } from "../lib/length";

export type Measured = ReturnType<typeof useMeasure>["data"];

/** What a text costs, below it; it keeps its place while nothing is known. */
export function Cost({ measured: m, empty, onPlain }: { measured: Measured; empty: boolean; onPlain(text: string): void }) {
  const known = empty ? undefined : m;
  const { plain } = known ?? {};
  return (
    <div className="cost">
      <span className={known?.too_long ? "cost-words danger" : "cost-words"} data-testid="cost">{known && (known.too_long || lengthWords(known))}</span>
      {plain && (
        <button type="button" className="quiet" onClick={() => onPlain(plain.text)}
          title={`Typographic characters become plain ones: ${lengthWords({ ...plain, forced_by: "" })}`}>
          Use plain characters
        </button>
      )}
      <span className="sr" role="status">{known && (known.too_long || `${known.encoding}, ${known.segments} ${known.segments === 1 ? "segment" : "segments"}`)}</span>
    </div>
  );
}
