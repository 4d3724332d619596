import { RoomView } from "../room/room.tsx";
import { view } from "../state.ts";
import { Assumed } from "./assumed.tsx";
import { Failure } from "./failure.tsx";
import { TryIt } from "./try-it.tsx";

/** The views that are drawn here; the answer is drawn already. */
export function Views() {
  if (view.value === "try") return <TryIt />;
  if (view.value === "failure") return <Failure />;
  if (view.value === "assumed") return <Assumed />;
  if (view.value === "room") return <RoomView leave={() => (location.hash = "#answer")} />;
  return null;
}
