import { useAudienceStatus } from "../api/people";
import { mayAdminister, mayAnswer, mayManage } from "../api/types";
import { usePlace } from "../shell/place";

/** The audience as it is set now, and what of it somebody may change. */
export function useRights() {
  const { audience: a } = usePlace();
  const audience = useAudienceStatus(a.id).data ?? a;
  return { audience, answer: mayAnswer(a.role), manage: mayManage(a.role), administer: mayAdminister(a.role) };
}
