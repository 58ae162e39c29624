// The engineer's phone pages: where the phone is, and the customer's signature.
import "./field.css";
import { startLocating } from "./locating";
import { startPads } from "./pad";
import { startReplacing } from "./replacing";

for (const start of [startLocating, startPads, startReplacing]) start();
