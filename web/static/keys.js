// Single keys for going through a list: each does what a link or a field of the page
// does without it.
"use strict";
document.addEventListener("keydown", function (e) {
  var at = e.target, typing = /^(TEXTAREA|SELECT)$/.test(at.tagName) || at.tagName === "INPUT" && at.type !== "radio";
  var form = document.getElementById("decide");
  if (typing && e.key === "Escape") { at.blur(); return; }
  if (typing && e.key === "Enter" && e.ctrlKey && form) { form.requestSubmit(); return; }
  if (typing || e.ctrlKey || e.altKey || e.metaKey || e.isComposing) { return; }
  var go = { j: "a[rel=next]", k: "a[rel=prev]", u: "a[accesskey=u]" }[e.key];
  var focus = { 1: "1", 2: "2", 3: "3", 4: "4", r: "r" }[e.key];
  var found = document.querySelector(go || focus && "#decide [accesskey='" + focus + "']");
  if (!found) { return; }
  e.preventDefault();
  if (go) { found.click(); return; }
  found.focus();
  if (found.type === "radio") { found.checked = true; }
});
