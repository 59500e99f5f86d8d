// Before anything is drawn: there is script, and keys are on. What hangs on it must not move later.
document.documentElement.classList.add("has-script");
if (document.documentElement.dataset.keys === "on") document.documentElement.classList.add("has-keys");
