import { Autoresponder } from "./Autoresponder";
import { HoursAndLinks } from "./HoursAndLinks";
import { Keywords } from "./Keywords";
import { Numbers } from "./Numbers";
import { useRights } from "./useRights";

/** How the audience texts. A manager changes what is said, an admin by which numbers. */
export default function Texting() {
  const { audience, ...rights } = useRights();
  const may = { texting: audience.texting, ...rights };
  return (
    <>
      <Numbers {...may} />
      <Keywords {...may} />
      <Autoresponder {...may} />
      <HoursAndLinks {...may} />
    </>
  );
}
