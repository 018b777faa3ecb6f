import { useMeasure } from "../api/texting";
import { lengthWords } from "../lib/length";

export type Measured = ReturnType<typeof useMeasure>["data"];

interface Props {
  measured: Measured;
  empty: boolean;
  /** It goes with a picture, as one message whatever its characters. */
  picture: boolean;
  onPlain(text: string): void;
}

/** What a text costs, below it; it keeps its place while nothing is known. */
export function Cost({ measured, empty, picture, onPlain }: Props) {
  const known = empty ? undefined : measured;
  const plain = picture ? undefined : known?.plain;
  const cost = picture ? "MMS · 1 message" : known ? lengthWords(known) : "";
  const spoken = picture || !known ? cost : `${known.encoding}, ${known.segments} ${known.segments === 1 ? "segment" : "segments"}`;
  return (
    <div className="cost">
      <span className={known?.too_long ? "cost-words danger" : "cost-words"} data-testid="cost">{known?.too_long || cost}</span>
      {plain && (
        <button type="button" className="quiet" onClick={() => onPlain(plain.text)}
          title={`Typographic characters become plain ones: ${lengthWords({ ...plain, forced_by: "" })}`}>
          Use plain characters
        </button>
      )}
      <span className="sr" role="status">{known?.too_long || spoken}</span>
    </div>
  );
}
