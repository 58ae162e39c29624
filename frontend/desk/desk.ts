// The desk's script: small behaviours of the server's pages, each in its own file.
import "@tabler/core/dist/css/tabler.min.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/marks.css";
import "./styles/frame.css";
import "./styles/topbar.css";
import "./styles/frame-narrow.css";
import "./styles/listing.css";
import "./styles/table.css";
import "./styles/listing-narrow.css";
import "./styles/record.css";
import "./styles/facts.css";
import "./styles/stream.css";
import "./styles/record-narrow.css";
import "./styles/forms.css";
import "./styles/layers.css";
import "./styles/pages.css";
import "./styles/mention.css";
import "./styles/parties.css";
import "./styles/plans.css";
import "./styles/calendars.css";
import "./styles/contracts.css";
import "./styles/promises.css";
import "./styles/visits.css";
import "./styles/orders.css";
import "./styles/warranties.css";
import "./styles/results.css";
import "./styles/print.css";
import "./mark.svg";
import { startBootstrap } from "./bootstrap";
import { startKeepingFiles } from "./chosen";
import { startConfirming } from "./confirming";
import { startDialog } from "./dialog";
import { startDrafts } from "./drafts";
import { startFrame } from "./frame";
import { startKeys } from "./keys";
import { startListing } from "./listing";
import { startLive } from "./live";
import { startMentions } from "./mention";
import { startMistakes } from "./mistakes";
import { startPalette } from "./palette";
import { startPicking } from "./pick";
import { startPromises } from "./promises";
import { startStream } from "./stream";
import { startTheme } from "./theme";
import { startToasts } from "./toasts";
import { csrf } from "./words";

document.body.addEventListener("htmx:configRequest", (event) => {
  (event as CustomEvent).detail.headers["X-CSRFToken"] = csrf();
});

const parts = [
  startTheme, startFrame, startToasts, startDialog, startConfirming, startListing, startPalette, startKeys,
  startPromises, startLive, startDrafts, startStream, startPicking, startMentions, startMistakes,
  startKeepingFiles, startBootstrap,
];
for (const start of parts) start();
