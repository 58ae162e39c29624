// The engineer's phone pages: where the phone is, and the customer's signature.
import "./styles/job.css";
import "./styles/answers.css";
import "./styles/evidence.css";
import "./styles/jobs.css";
import "./styles/signing.css";
import "./styles/widths.css";
import { startLocating } from "./locating";
import { startPads } from "./pad";
import { startReplacing } from "./replacing";

for (const start of [startLocating, startPads, startReplacing]) start();
