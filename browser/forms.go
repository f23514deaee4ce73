package browser

// formsOnly is the part of the tools that keeps forms as they are. What is pressed may
// write into a form and send it: a reader comes to another page by that, and finds the
// form as it was on the way back.
const formsOnly = `
  const mostForms = 20, mostFields = 300;
  let held = [];
  const hold = () => {
    held = all('form').slice(0, mostForms).map(form => ({
      form,
      says: ['action', 'target', 'method'].map(n => [n, form.getAttribute(n)]),
      fields: [...form.querySelectorAll('input,select,textarea,button')].slice(0, mostFields).map(e => ({e, value: e.value, checked: e.checked, disabled: e.disabled})),
    }));
  };
  const release = () => {
    for (const {form, says, fields} of held) {
      for (const [n, v] of says) if (v === null) form.removeAttribute(n); else if (form.getAttribute(n) !== v) form.setAttribute(n, v);
      for (const f of fields) {
        if (f.e.disabled !== f.disabled) f.e.disabled = f.disabled;
        if (f.e.checked !== f.checked) f.e.checked = f.checked;
        if (f.e.value !== f.value && f.e.type !== 'file') f.e.value = f.value;
      }
    }
    held = [];
    return 0;
  };`
