// What every page does: says that script is there, keeps the focus, announces, replaces what is broken.
import "./mark.js";
import { watchKeys } from "./keys/registry.js";
import { watchKeyChanges } from "./keys/changing.js";
import { watchCopies } from "./copy.js";
import { watchDecision } from "./decision.js";
import { watchLetters } from "./letters.js";
import { watchLists } from "./list.js";
import { watchMentions } from "./mentions.js";
import { watchMorphs } from "./morph.js";
import { watchNetwork } from "./offline.js";
import { watchPairs } from "./pairs.js";
import { watchPictures } from "./pictures.js";
import { watchPolls } from "./polling.js";
import { watchRules } from "./rules.js";
import { watchScrolls } from "./scrolls.js";
import { watchSections } from "./sections.js";
import { watchSeen } from "./seen.js";
import { watchSwaps } from "./swaps.js";
import { watchClaim } from "./claim.js";
import { watchCountdowns } from "./countdown.js";
import { watchUnsaved } from "./unsaved.js";
import { watchUploads } from "./upload.js";
import { watchViewers } from "./viewer/viewer.js";

watchNetwork();
watchKeys();
watchKeyChanges();
watchCopies();
watchDecision();
watchMorphs();
watchMentions();
watchPictures();
watchPolls();
watchUnsaved();
watchUploads();
watchViewers();
watchPairs();
watchRules();
watchScrolls();
watchSections();
watchSeen();
watchSwaps();
watchCountdowns();
watchLetters();
watchLists();
watchClaim();

// After a refusal, or with results, the reader starts where the news is.
const news = document.querySelector("[data-focus-first]");
if (news) news.focus();

// Show or hide what was typed into a password field.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveals]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveals);
  const isShown = field.type === "text";
  const other = button.dataset.labelHide;
  field.type = isShown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!isShown));
  button.dataset.labelHide = button.textContent.trim();
  button.textContent = other;
});
